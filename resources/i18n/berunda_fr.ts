<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AccuracyTable</name>
    <message>
        <source>User's</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Of what the map shows as this class, the share that is it; below, the 95 % interval</source>
        <translation>De ce que la carte montre comme cette classe, la part qui l'est vraiment ; dessous, l'intervalle à 95 %</translation>
    </message>
    <message>
        <source>Producer's</source>
        <translation>Producteur</translation>
    </message>
    <message>
        <source>Of what truly is this class, the share that the map shows as it</source>
        <translation>De ce qui est vraiment cette classe, la part que la carte montre comme telle</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Surface</translation>
    </message>
    <message>
        <source>The share of the area that truly is this class: the map's count, corrected for its errors</source>
        <translation>La part de la zone qui est vraiment cette classe : le décompte de la carte, corrigé de ses erreurs</translation>
    </message>
    <message>
        <source>{}: {} of the answered points lie where the map shows it</source>
        <translation>{} : {} des points renseignés sont là où la carte montre cette classe</translation>
    </message>
    <message>
        <source>{} square map units ({} to {})</source>
        <translation>{} unités de carte carrées ({} à {})</translation>
    </message>
    <message>
        <source>{} ha ({} to {})</source>
        <translation>{} ha ({} à {})</translation>
    </message>
</context>
<context>
    <name>AdvancedPanel</name>
    <message>
        <source>Folder for models and maps of this image</source>
        <translation>Dossier des modèles et des cartes de cette image</translation>
    </message>
    <message>
        <source>Keep earlier maps and models</source>
        <translation>Garder cartes et modèles antérieurs</translation>
    </message>
    <message>
        <source>Otherwise the next run replaces the last one's</source>
        <translation>Sinon, la prochaine exécution remplace ceux de la dernière</translation>
    </message>
    <message>
        <source>The engine's Python; empty takes the one installed for Berunda</source>
        <translation>Le Python du moteur ; si vide, celui installé pour Berunda</translation>
    </message>
    <message>
        <source>installed with Berunda</source>
        <translation>installé avec Berunda</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Vérifier</translation>
    </message>
    <message>
        <source>Start the engine with this Python and see what it offers</source>
        <translation>Démarrer le moteur avec ce Python et voir ce qu'il offre</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>Engine {} is ready: {}</source>
        <translation>Le moteur {} est prêt : {}</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>Le moteur n'est pas en marche.</translation>
    </message>
</context>
<context>
    <name>AreaTable</name>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Surface (ha)</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixels</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Masqué</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Toutes les classes</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>The live map needs a temporary folder, which cannot be made: {}.</source>
        <translation>La carte en direct a besoin d'un dossier temporaire, qui ne peut pas être créé : {}.</translation>
    </message>
</context>
<context>
    <name>AuxiliaryRow</name>
    <message>
        <source>Auxiliary losses that the model was trained with</source>
        <translation>Fonctions de perte auxiliaires avec lesquelles le modèle a été entraîné</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <source>Compute what this head has learned, and add it to the results</source>
        <translation>Calculer ce que cette tête a appris, et l'ajouter aux résultats</translation>
    </message>
    <message>
        <source>The model has no head whose output can be shown.</source>
        <translation>Le modèle n'a aucune tête dont la sortie puisse être affichée.</translation>
    </message>
    <message>
        <source>Auxiliary output</source>
        <translation>Sortie auxiliaire</translation>
    </message>
</context>
<context>
    <name>Berunda</name>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>network; see `models`</source>
        <translation>réseau ; voir `models`</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Réseau de base</translation>
    </message>
    <message>
        <source>encoder and decoder of the network; see `models`</source>
        <translation>encodeur et décodeur du réseau ; voir `models`</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Largeur</translation>
    </message>
    <message>
        <source>channels of the decoder's last level: with more, finer differences are learned, in more time</source>
        <translation>canaux du dernier niveau du décodeur : plus il y en a, plus les différences apprises sont fines, et plus cela prend de temps</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Partir de</translation>
    </message>
    <message>
        <source>Berunda model or encoder weights to start from, for backbone transformers a folder; empty for the backbone's own</source>
        <translation>modèle Berunda ou poids d'encodeur dont partir, un dossier pour le réseau de base transformers ; vide pour ceux du réseau de base</translation>
    </message>
    <message>
        <source>Feature probe</source>
        <translation>Classifieur de caractéristiques</translation>
    </message>
    <message>
        <source>share in the vote on the map of a classifier of the pretrained encoder's features; 0 for none, 1 for that classifier alone</source>
        <translation>part, dans le vote sur la carte, d'un classifieur des caractéristiques de l'encodeur préentraîné ; 0 pour aucune, 1 pour ce classifieur seul</translation>
    </message>
    <message>
        <source>Unlabelled share of the probe</source>
        <translation>Part non étiquetée du classifieur de caractéristiques</translation>
    </message>
    <message>
        <source>share of the feature probe's covariances that comes from unlabelled imagery; 0 for none</source>
        <translation>part des covariances du classifieur de caractéristiques qui vient de l'imagerie non étiquetée ; 0 pour aucune</translation>
    </message>
    <message>
        <source>radius of the windows over which the feature probe's probabilities are smoothed, along the edges of the image; 0 for none</source>
        <translation>rayon des fenêtres dans lesquelles les probabilités du classifieur de caractéristiques sont lissées, le long des contours de l'image ; 0 pour aucune</translation>
    </message>
    <message>
        <source>Auxiliary losses</source>
        <translation>Fonctions de perte auxiliaires</translation>
    </message>
    <message>
        <source>auxiliary loss, see `losses`; WEIGHT may be auto, start and end are shares of the training; none for purely supervised training</source>
        <translation>fonction de perte auxiliaire, voir `losses` ; WEIGHT peut être auto, le début et la fin sont des parts de l'entraînement ; aucune pour un entraînement purement supervisé</translation>
    </message>
    <message>
        <source>recipe of a first training, on half of the budget, whose map labels all pixels without strokes for this one; empty for none</source>
        <translation>recette d'un premier entraînement, sur la moitié du budget, dont la carte étiquette pour celui-ci tous les pixels sans trait ; vide pour aucun</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>A priori des classes</translation>
    </message>
    <message>
        <source>class prior on the map: balanced as drawn, or estimated on unlabelled pixels</source>
        <translation>a priori des classes sur la carte : équilibré comme au tirage, ou estimé sur les pixels non étiquetés</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>training steps</source>
        <translation>pas d'entraînement</translation>
    </message>
    <message>
        <source>training time, in place of steps</source>
        <translation>durée de l'entraînement, à la place des pas</translation>
    </message>
    <message>
        <source>side of a training patch</source>
        <translation>côté d'une imagette d'entraînement</translation>
    </message>
    <message>
        <source>labelled patches a step</source>
        <translation>imagettes étiquetées par pas</translation>
    </message>
    <message>
        <source>patches a step drawn anywhere; auto for as many as the auxiliary losses ask for</source>
        <translation>imagettes par pas tirées n'importe où ; auto pour autant que les fonctions de perte auxiliaires en demandent</translation>
    </message>
    <message>
        <source>peak learning rate</source>
        <translation>taux d'apprentissage maximal</translation>
    </message>
    <message>
        <source>share of the learning rate for pretrained weights; 0 freezes them</source>
        <translation>part du taux d'apprentissage pour les poids préentraînés ; 0 les fige</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>optimiseur</translation>
    </message>
    <message>
        <source>schedule of the learning rate</source>
        <translation>évolution du taux d'apprentissage</translation>
    </message>
    <message>
        <source>share of the training with auxiliary losses alone</source>
        <translation>part de l'entraînement avec les seules fonctions de perte auxiliaires</translation>
    </message>
    <message>
        <source>share of a tile that the next one covers again</source>
        <translation>part d'une tuile que la suivante recouvre</translation>
    </message>
    <message>
        <source>side of a tile</source>
        <translation>côté d'une tuile</translation>
    </message>
    <message>
        <source>Test-time rotations</source>
        <translation>Rotations à la prédiction</translation>
    </message>
    <message>
        <source>test-time augmentation: quarter-turn rotations of each tile that are averaged</source>
        <translation>augmentation au moment du test : rotations d'un quart de tour de chaque tuile, dont on fait la moyenne</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>seed of everything random</source>
        <translation>graine de tout ce qui est aléatoire</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Périphérique</translation>
    </message>
    <message>
        <source>device to compute on</source>
        <translation>périphérique sur lequel calculer</translation>
    </message>
    <message>
        <source>What did best in our measurements: a map in about a minute.</source>
        <translation>Le meilleur dans nos mesures : une carte en une minute environ.</translation>
    </message>
    <message>
        <source>The feature probe alone, without training steps: a map in seconds.</source>
        <translation>Le classifieur de caractéristiques seul, sans pas d'entraînement : une carte en quelques secondes.</translation>
    </message>
    <message>
        <source>The default without anything that uses unlabelled pixels: the yardstick for what they add.</source>
        <translation>La recette par défaut sans rien qui utilise les pixels non étiquetés : l'étalon de ce qu'ils apportent.</translation>
    </message>
    <message>
        <source>Half the default budget: a first impression in half a minute.</source>
        <translation>La moitié du budget par défaut : une première impression en une demi-minute.</translation>
    </message>
    <message>
        <source>Three decoders trained on different patches and averaged, at seven times the default budget: for the map to deliver.</source>
        <translation>Trois décodeurs entraînés sur des imagettes différentes et dont on fait la moyenne, avec sept fois le budget par défaut : pour la carte à livrer.</translation>
    </message>
    <message>
        <source>The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.</source>
        <translation>Le protocole du premier article sur BerundaNet : des jours sur un processeur, des heures sur une carte graphique.</translation>
    </message>
    <message>
        <source>For single labelled pixels: a network at full resolution, smoothed by total variation.</source>
        <translation>Pour des pixels étiquetés isolés : un réseau à pleine résolution, lissé par variation totale.</translation>
    </message>
    <message>
        <source>Trains on its own confident predictions under changed colours: slow, for large images.</source>
        <translation>S'entraîne sur ses propres prédictions sûres sous des couleurs modifiées : lent, pour de grandes images.</translation>
    </message>
    <message>
        <source>A first training with FixMatch labels all pixels, a second one learns them with an energy model of likely imagery; experimental and slow.</source>
        <translation>Un premier entraînement avec FixMatch étiquette tous les pixels, un second les apprend avec un modèle à énergie de l'imagerie vraisemblable ; expérimental et lent.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes and learns which are likely: for likelihoods of whole images, coarse maps and generated samples; experimental.</source>
        <translation>Classe des carrés de 32 pixels en bloc et apprend lesquels sont vraisemblables : pour la vraisemblance d'images entières, des cartes grossières et des échantillons générés ; expérimental.</translation>
    </message>
    <message>
        <source>Shares all but the last layer with the auxiliary losses: small and fast, the usual choice.</source>
        <translation>Partage tout sauf la dernière couche avec les fonctions de perte auxiliaires : petit et rapide, le choix habituel.</translation>
    </message>
    <message>
        <source>Shares only the encoder: for auxiliary losses whose task differs much from classification.</source>
        <translation>Partage seulement l'encodeur : pour des fonctions de perte auxiliaires dont la tâche diffère beaucoup de la classification.</translation>
    </message>
    <message>
        <source>Averages three decoders on one encoder: steadier maps from few strokes; used by recipe thorough.</source>
        <translation>Fait la moyenne de trois décodeurs sur un encodeur : cartes plus stables à partir de peu de traits ; utilisé par la recette thorough.</translation>
    </message>
    <message>
        <source>Reconstructs the image from the class map, so that auxiliary losses act on the map directly; slow.</source>
        <translation>Reconstruit l'image à partir de la carte des classes, de sorte que les fonctions de perte auxiliaires agissent directement sur la carte ; lent.</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0, pretrained on ImageNet and frozen, with a small decoder: the best from few strokes.</source>
        <translation>EfficientNet-Lite0, préentraîné sur ImageNet et figé, avec un petit décodeur : le meilleur à partir de peu de traits.</translation>
    </message>
    <message>
        <source>A U-Net on 2x2 blocks of pixels: four times faster than unet, with twice its receptive field.</source>
        <translation>Un U-Net sur des blocs de 2x2 pixels : quatre fois plus rapide que unet, avec un champ réceptif deux fois plus grand.</translation>
    </message>
    <message>
        <source>The original U-Net at full resolution: slower, for classes with details of one or two pixels.</source>
        <translation>Le U-Net d'origine à pleine résolution : plus lent, pour des classes aux détails d'un ou deux pixels.</translation>
    </message>
    <message>
        <source>A ResNet-18 encoder with a U-Net decoder, for pretrained weights in a file; slow to train without.</source>
        <translation>Un encodeur ResNet-18 avec un décodeur U-Net, pour des poids préentraînés dans un fichier ; lent à entraîner sans eux.</translation>
    </message>
    <message>
        <source>An encoder of the Python package transformers, such as DINOv2, from a folder of yours, with a small decoder.</source>
        <translation>Un encodeur du paquet Python transformers, comme DINOv2, depuis un dossier à vous, avec un petit décodeur.</translation>
    </message>
    <message>
        <source>SegNet, which upsamples by the positions of its pooling maxima: sharp borders with little memory.</source>
        <translation>SegNet, qui suréchantillonne d'après les positions de ses maxima de pooling : des limites nettes avec peu de mémoire.</translation>
    </message>
    <message>
        <source>A U-Net with group normalisation and smooth activations, as auxiliary loss jem requires.</source>
        <translation>Un U-Net avec normalisation par groupes et activations lisses, comme l'exige la fonction de perte auxiliaire jem.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes: coarse maps of textured classes, and with auxiliary loss jem the likelihood of each square.</source>
        <translation>Classe des carrés de 32 pixels en bloc : cartes grossières de classes texturées et, avec la fonction de perte auxiliaire jem, la vraisemblance de chaque carré.</translation>
    </message>
    <message>
        <source>Trains on the map's own confident predictions under changed colours and mixed patches; for long trainings on large images, as it takes three times as long and short trainings gain nothing.</source>
        <translation>S'entraîne sur les prédictions sûres de la carte elle-même sous des couleurs modifiées et des imagettes mélangées ; pour de longs entraînements sur de grandes images, car cela prend trois fois plus de temps et n'apporte rien aux entraînements courts.</translation>
    </message>
    <message>
        <source>Higher values use only the most confident predictions.</source>
        <translation>Des valeurs plus élevées n'utilisent que les prédictions les plus sûres.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on colours.</source>
        <translation>Des valeurs plus élevées rendent la carte moins dépendante des couleurs.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on the surroundings.</source>
        <translation>Des valeurs plus élevées rendent la carte moins dépendante des alentours.</translation>
    </message>
    <message>
        <source>Hides a square of each patch and reconstructs it from its surroundings; for scenes with continuing patterns such as streets, roofs or crop rows.</source>
        <translation>Masque un carré de chaque imagette et le reconstruit d'après ses alentours ; pour des scènes aux motifs continus comme des rues, des toits ou des rangs de culture.</translation>
    </message>
    <message>
        <source>Larger holes require more context.</source>
        <translation>Des trous plus grands demandent plus de contexte.</translation>
    </message>
    <message>
        <source>Models how likely a piece of imagery is, which improves out-of-distribution warnings; slow and experimental: for when these matter more than speed.</source>
        <translation>Modélise la vraisemblance d'un morceau d'imagerie, ce qui améliore les avertissements hors distribution ; lent et expérimental : pour les cas où ceux-ci comptent plus que la vitesse.</translation>
    </message>
    <message>
        <source>More make better samples and slower steps.</source>
        <translation>Plus il y en a, meilleurs sont les échantillons, mais plus les pas sont lents.</translation>
    </message>
    <message>
        <source>More make a steadier loss and slower steps.</source>
        <translation>Plus il y en a, plus la perte est stable, mais plus les pas sont lents.</translation>
    </message>
    <message>
        <source>More vary more, but each is updated less often.</source>
        <translation>Plus il y en a, plus ils sont variés, mais moins souvent chacun est mis à jour.</translation>
    </message>
    <message>
        <source>Larger ones have more context.</source>
        <translation>Un côté plus grand donne plus de contexte.</translation>
    </message>
    <message>
        <source>Longer steps reach likely imagery sooner, or overshoot it.</source>
        <translation>Des pas plus longs atteignent plus tôt l'imagerie vraisemblable, ou la dépassent.</translation>
    </message>
    <message>
        <source>More noise makes samples differ more from each other.</source>
        <translation>Plus de bruit rend les échantillons plus différents les uns des autres.</translation>
    </message>
    <message>
        <source>Higher values make training stabler and energies less distinct.</source>
        <translation>Des valeurs plus élevées rendent l'entraînement plus stable et les énergies moins distinctes.</translation>
    </message>
    <message>
        <source>Shuffles nine pieces of each patch and predicts their order; for long trainings where the spatial arrangement separates classes, as it costs accuracy in short ones.</source>
        <translation>Mélange neuf morceaux de chaque imagette et prédit leur ordre ; pour de longs entraînements où la disposition dans l'espace sépare les classes, car les courts y perdent en précision.</translation>
    </message>
    <message>
        <source>More orders make the task harder.</source>
        <translation>Plus il y a d'ordres, plus la tâche est difficile.</translation>
    </message>
    <message>
        <source>Higher values leave wider gaps, so that edges count less.</source>
        <translation>Des valeurs plus élevées laissent des espaces plus larges, si bien que les bords comptent moins.</translation>
    </message>
    <message>
        <source>Reconstructs the image, so that the features retain its content; mild, and rarely harmful.</source>
        <translation>Reconstruit l'image, afin que les caractéristiques en retiennent le contenu ; modéré, et rarement nuisible.</translation>
    </message>
    <message>
        <source>Reconstructs the image; large errors weigh most: choose l1 unless small, striking objects matter.</source>
        <translation>Reconstruit l'image ; les grandes erreurs pèsent le plus : choisissez l1 sauf si de petits objets frappants comptent.</translation>
    </message>
    <message>
        <source>Groups similar classes and keeps the map consistent with the groups where there are no labels; for many classes that look alike, not for a few distinct ones, where it costs accuracy.</source>
        <translation>Regroupe les classes semblables et garde la carte cohérente avec les groupes là où il n'y a pas d'étiquettes ; pour de nombreuses classes qui se ressemblent, pas pour quelques classes distinctes, où cela coûte en précision.</translation>
    </message>
    <message>
        <source>Fewer make broader groups; 0 is as many as classes.</source>
        <translation>Moins il y en a, plus les groupes sont larges ; 0 signifie autant que de classes.</translation>
    </message>
    <message>
        <source>Higher values make each group contain fewer classes.</source>
        <translation>Avec des valeurs plus élevées, chaque groupe contient moins de classes.</translation>
    </message>
    <message>
        <source>Higher values bind unlabelled pixels closer to the groups.</source>
        <translation>Des valeurs plus élevées lient plus étroitement les pixels non étiquetés aux groupes.</translation>
    </message>
    <message>
        <source>Higher values make maps look more like labels; 0 saves time.</source>
        <translation>Avec des valeurs plus élevées, les cartes ressemblent plus aux étiquettes ; 0 fait gagner du temps.</translation>
    </message>
    <message>
        <source>Divides each patch into areas of one colour with short borders; for land cover in clear, even areas.</source>
        <translation>Divise chaque imagette en zones d'une seule couleur aux limites courtes ; pour une occupation du sol en zones nettes et uniformes.</translation>
    </message>
    <message>
        <source>More clusters separate more colours.</source>
        <translation>Plus il y a de groupes, plus ils séparent de couleurs.</translation>
    </message>
    <message>
        <source>Higher values give larger, smoother areas, and finally a single one.</source>
        <translation>Des valeurs plus élevées donnent des zones plus grandes et plus lisses, et finalement une seule.</translation>
    </message>
    <message>
        <source>Clusters the pixels of each patch by colour, so that the features separate materials; for classes that differ in colour.</source>
        <translation>Groupe les pixels de chaque imagette par couleur, afin que les caractéristiques séparent les matériaux ; pour des classes qui diffèrent par la couleur.</translation>
    </message>
    <message>
        <source>Higher values assign every pixel to a single cluster.</source>
        <translation>Avec des valeurs plus élevées, chaque pixel est attribué à un seul groupe.</translation>
    </message>
    <message>
        <source>Prefers smooth areas to scattered single pixels; helps most when there are few labels.</source>
        <translation>Préfère les zones lisses aux pixels isolés épars ; aide surtout quand il y a peu d'étiquettes.</translation>
    </message>
    <message>
        <source>Lower values spare more edges of the image; 0 smooths all alike.</source>
        <translation>Des valeurs plus basses épargnent plus de contours de l'image ; 0 lisse tout de la même façon.</translation>
    </message>
    <message>
        <source>The points are being edited: save or cancel the edits in QGIS, then go on.</source>
        <translation>Les points sont en cours d'édition : enregistrez ou annulez les modifications dans QGIS, puis continuez.</translation>
    </message>
    <message>
        <source>The answer cannot be stored in {}: check that the file is there and writable.</source>
        <translation>La réponse ne peut pas être enregistrée dans {} : vérifiez que le fichier est là et accessible en écriture.</translation>
    </message>
    <message>
        <source>There is no class map to check: click Predict first.</source>
        <translation>Il n'y a pas de carte des classes à vérifier : cliquez d'abord sur Prédire.</translation>
    </message>
    <message>
        <source>All points are answered: draw new points to check the map again.</source>
        <translation>Tous les points sont renseignés : tirez de nouveaux points pour vérifier la carte à nouveau.</translation>
    </message>
    <message>
        <source>There is no answer to take back.</source>
        <translation>Il n'y a pas de réponse à retirer.</translation>
    </message>
    <message>
        <source>The points are in {}: their image is no longer open.</source>
        <translation>Les points sont dans {} : leur image n'est plus ouverte.</translation>
    </message>
    <message>
        <source>The confidence layer is gone: click Predict first.</source>
        <translation>La couche de confiance a disparu : cliquez d'abord sur Prédire.</translation>
    </message>
    <message>
        <source>The model behind this map is gone: train again, then predict.</source>
        <translation>Le modèle derrière cette carte a disparu : entraînez à nouveau, puis prédisez.</translation>
    </message>
    <message>
        <source>Check points</source>
        <translation>Points de contrôle</translation>
    </message>
    <message>
        <source>QGIS cannot open the points {}: draw new ones.</source>
        <translation>QGIS ne peut pas ouvrir les points {} : tirez-en de nouveaux.</translation>
    </message>
    <message>
        <source>Check points (earlier)</source>
        <translation>Points de contrôle (antérieurs)</translation>
    </message>
    <message>
        <source>map right</source>
        <translation>carte juste</translation>
    </message>
    <message>
        <source>map wrong</source>
        <translation>carte fausse</translation>
    </message>
    <message>
        <source>don't know</source>
        <translation>ne sait pas</translation>
    </message>
    <message>
        <source>open</source>
        <translation>sans réponse</translation>
    </message>
    <message>
        <source>Default recipe</source>
        <translation>Recette par défaut</translation>
    </message>
    <message>
        <source>Losses of recipe {}</source>
        <translation>Fonctions de perte de la recette {}</translation>
    </message>
    <message>
        <source>Purely supervised</source>
        <translation>Purement supervisé</translation>
    </message>
    <message>
        <source>{} (experimental)</source>
        <translation>{} (expérimental)</translation>
    </message>
    <message>
        <source>Compare: {}</source>
        <translation>Comparer : {}</translation>
    </message>
    <message>
        <source>the setting</source>
        <translation>le paramètre</translation>
    </message>
    <message>
        <source>the plugin's environment</source>
        <translation>l'environnement de l'extension</translation>
    </message>
    <message>
        <source>The engine's environment {} is gone: {}</source>
        <translation>L'environnement du moteur {} a disparu : {}</translation>
    </message>
    <message>
        <source> nor </source>
        <translation> ni sous </translation>
    </message>
    <message>
        <source>The engine has no Python yet, neither {}: {}</source>
        <translation>Le moteur n'a pas encore de Python, ni sous {} : {}</translation>
    </message>
    <message>
        <source>install the engine's environment (Install engine in the dock), or name its Python under Advanced</source>
        <translation>installez l'environnement du moteur (Installer le moteur dans le panneau), ou indiquez son Python sous Avancé</translation>
    </message>
    <message>
        <source>is a link to a Python that is gone</source>
        <translation>est un lien vers un Python qui a disparu</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>n'existe pas</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>n'est pas un fichier</translation>
    </message>
    <message>
        <source>is not executable</source>
        <translation>n'est pas exécutable</translation>
    </message>
    <message>
        <source>The engine's Python {} ({}) {}: {}</source>
        <translation>Le Python du moteur {} ({}) {} : {}</translation>
    </message>
    <message>
        <source>The installation failed ({}): try again, or send the diagnostics.</source>
        <translation>L'installation a échoué ({}) : réessayez, ou envoyez le diagnostic.</translation>
    </message>
    <message>
        <source>The folder {} cannot be written ({}): choose another folder.</source>
        <translation>Le dossier {} n'est pas accessible en écriture ({}) : choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>{} has {:.1f} GB free, the engine needs {:.1f} GB: free some space, or choose another folder.</source>
        <translation>{} a {:.1f} Go libres, le moteur nécessite {:.1f} Go : libérez de l'espace, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The path {} has {} characters, more than {}: choose a folder with a short path, such as {}.</source>
        <translation>Le chemin {} a {} caractères, plus de {} : choisissez un dossier au chemin court, comme {}.</translation>
    </message>
    <message>
        <source>Berunda diagnostics. Where to report: {}</source>
        <translation>Diagnostic de Berunda. Où signaler un problème : {}</translation>
    </message>
    <message>
        <source>Another QGIS is installing the engine into {}: wait for it.</source>
        <translation>Un autre QGIS installe le moteur dans {} : attendez qu'il ait terminé.</translation>
    </message>
    <message>
        <source>It computes on the Apple graphics processor (MPS).</source>
        <translation>Le moteur calcule sur le processeur graphique Apple (MPS).</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card with a driver was found: it computes on the processor.</source>
        <translation>Aucune carte graphique NVIDIA avec un pilote n'a été trouvée : le moteur calcule sur le processeur.</translation>
    </message>
    <message>
        <source>It computes on {} (driver {}).</source>
        <translation>Le moteur calcule sur {} (pilote {}).</translation>
    </message>
    <message>
        <source>{} is not used, it computes on the processor: {}.</source>
        <translation>Le moteur calcule sur le processeur, sans utiliser {} : {}.</translation>
    </message>
    <message>
        <source>its driver {} is older than {}; update the NVIDIA driver</source>
        <translation>le pilote {} de la carte est plus ancien que {} ; mettez à jour le pilote NVIDIA</translation>
    </message>
    <message>
        <source>what it can is not known; update the NVIDIA driver, or choose its build yourself</source>
        <translation>ce que peut la carte n'est pas connu ; mettez à jour le pilote NVIDIA, ou choisissez vous-même sa variante</translation>
    </message>
    <message>
        <source>its compute capability {} is below {}; a newer card is needed</source>
        <translation>la capacité de calcul {} de la carte est inférieure à {} ; une carte plus récente est nécessaire</translation>
    </message>
    <message>
        <source>its compute capability {} is newer than this PyTorch; update Berunda</source>
        <translation>la capacité de calcul {} de la carte est plus récente que ce PyTorch ; mettez Berunda à jour</translation>
    </message>
    <message>
        <source>an NVIDIA card</source>
        <translation>une carte NVIDIA</translation>
    </message>
    <message>
        <source>The plugin is not complete ({}): install it again.</source>
        <translation>L'extension est incomplète ({}) : réinstallez-la.</translation>
    </message>
    <message>
        <source>Fetching uv, which makes the environment</source>
        <translation>Récupération de uv, qui crée l'environnement</translation>
    </message>
    <message>
        <source>The engine is installed</source>
        <translation>Le moteur est installé</translation>
    </message>
    <message>
        <source>Looking at {}</source>
        <translation>Examen de {}</translation>
    </message>
    <message>
        <source>Fetching Python {}</source>
        <translation>Récupération de Python {}</translation>
    </message>
    <message>
        <source>Fetching the packages</source>
        <translation>Récupération des paquets</translation>
    </message>
    <message>
        <source>Computing on every device, to see that it works</source>
        <translation>Calcul sur chaque périphérique, pour voir s'il fonctionne</translation>
    </message>
    <message>
        <source>The engine computes on the processor, not on the graphics card ({}): update the graphics driver, then repair the engine under Advanced.</source>
        <translation>Le moteur calcule sur le processeur, pas sur la carte graphique ({}) : mettez à jour le pilote graphique, puis réparez le moteur sous Avancé.</translation>
    </message>
    <message>
        <source>Fetching and unpacking the packages: about {:.0f} %</source>
        <translation>Récupération et décompression des paquets : environ {:.0f} %</translation>
    </message>
    <message>
        <source>{} is not locked: install the plugin again.</source>
        <translation>{} n'est pas verrouillé : réinstaller l'extension.</translation>
    </message>
    <message>
        <source>PyTorch has no build for {} on {}: use Windows, macOS or Linux on a 64-bit processor.</source>
        <translation>PyTorch n'existe pas pour {} sur {} : utilisez Windows, macOS ou Linux sur un processeur 64 bits.</translation>
    </message>
    <message>
        <source>PyTorch 2.13 has no build for Macs with an Intel processor: use a Mac with an Apple processor.</source>
        <translation>PyTorch 2.13 n'existe pas pour les Mac à processeur Intel : utilisez un Mac à processeur Apple.</translation>
    </message>
    <message>
        <source>The engine needs macOS {} or newer, this is {}: update.</source>
        <translation>Le moteur nécessite macOS {} ou plus récent, la version présente est {} : mettez macOS à jour.</translation>
    </message>
    <message>
        <source>name a Python from {}.{} to {}.{}, or none, so that a fitting one is fetched</source>
        <translation>indiquez un Python de {}.{} à {}.{}, ou aucun, pour qu'un Python adapté soit téléchargé</translation>
    </message>
    <message>
        <source>The Python to build on, {}, does not exist: {}.</source>
        <translation>Le Python de base {} n'existe pas : {}.</translation>
    </message>
    <message>
        <source>{} is QGIS, not a Python: {}.</source>
        <translation>{} est QGIS, pas un Python : {}.</translation>
    </message>
    <message>
        <source>{} does not answer as a Python does: {}.</source>
        <translation>{} ne répond pas comme le fait un Python : {}.</translation>
    </message>
    <message>
        <source>The Python to build on, {}, {}: {}.</source>
        <translation>Le Python de base {} {} : {}.</translation>
    </message>
    <message>
        <source>is {}, not CPython</source>
        <translation>est {}, pas CPython</translation>
    </message>
    <message>
        <source>is Python {}, which is too old</source>
        <translation>est Python {}, qui est trop ancien</translation>
    </message>
    <message>
        <source>is Python {}, which is too new for the packages</source>
        <translation>est Python {}, qui est trop récent pour les paquets</translation>
    </message>
    <message>
        <source>is Python {}, which the build {} of PyTorch is not locked for</source>
        <translation>est Python {}, pour lequel la variante {} de PyTorch n'a pas de fichier de verrouillage</translation>
    </message>
    <message>
        <source>is a build for another processor ({}, {} bits)</source>
        <translation>est compilé pour un autre processeur ({}, {} bits)</translation>
    </message>
    <message>
        <source>{} cannot be removed ({}): close what uses it, then try again.</source>
        <translation>{} ne peut pas être supprimé ({}) : fermez ce qui l'utilise, puis réessayez.</translation>
    </message>
    <message>
        <source>{} was ended by the system, as happens where memory is short, by a virus scanner, or because it does not fit the processor: try again, and if it stays so, send the diagnostics.</source>
        <translation>{} a été arrêté par le système, comme il arrive quand la mémoire manque, à cause d'un antivirus ou s'il ne convient pas au processeur : réessayez et, si cela persiste, envoyez le diagnostic.</translation>
    </message>
    <message>
        <source>The proxy wants a user name and a password: enter both under Settings → Options → Network, then try again.</source>
        <translation>Le proxy demande un nom d'utilisateur et un mot de passe : saisissez les deux sous Préférences → Options → Réseau, puis réessayez.</translation>
    </message>
    <message>
        <source>The server's certificate is not trusted, as behind a company's firewall: add the company's certificate under Settings → Options → Authentication → Manage certificates → Authorities, then try again.</source>
        <translation>Le certificat du serveur n'est pas approuvé, comme derrière le pare-feu d'une entreprise : ajoutez le certificat de l'entreprise sous Préférences → Options → Authentification → Gestion des Certificats → Autorités, puis réessayez.</translation>
    </message>
    <message>
        <source>{0} is not the file that Berunda expects (its SHA-256 differs), so it was not installed: try again, and if it stays so, report it with the diagnostics.</source>
        <translation>{0} n'est pas le fichier que Berunda attend (son SHA-256 diffère), et n'a donc pas été installé : réessayez, et si cela persiste, signalez-le avec le diagnostic.</translation>
    </message>
    <message>
        <source>The disk is full: free some space or choose another folder, then try again.</source>
        <translation>Le disque est plein : libérez de l'espace ou choisissez un autre dossier, puis réessayez.</translation>
    </message>
    <message>
        <source>A path becomes too long: choose a folder with a short path, such as C:\berunda.</source>
        <translation>Un chemin devient trop long : choisissez un dossier au chemin court, comme C:\berunda.</translation>
    </message>
    <message>
        <source>PyTorch does not start because the Microsoft Visual C++ runtime is missing or old: install the latest “Visual C++ Redistributable” (x64) from Microsoft, then try again.</source>
        <translation>PyTorch ne démarre pas, car l'environnement d'exécution Microsoft Visual C++ est absent ou ancien : installez le dernier « Visual C++ Redistributable » (x64) de Microsoft, puis réessayez.</translation>
    </message>
    <message>
        <source>The folder cannot be written, or programs may not run from it: choose another folder, or make an exception for it in the virus scanner, then try again.</source>
        <translation>Le dossier n'est pas accessible en écriture, ou des programmes ne peuvent pas y être exécutés : choisissez un autre dossier, ou créez une exception pour lui dans l'antivirus, puis réessayez.</translation>
    </message>
    <message>
        <source>This system is too old for PyTorch (it needs glibc 2.28 or newer): update the system.</source>
        <translation>Ce système est trop ancien pour PyTorch (il nécessite glibc 2.28 ou plus récent) : mettez le système à jour.</translation>
    </message>
    <message>
        <source>The folder of wheels lacks a package: fill it as the user's documentation says, then try again.</source>
        <translation>Il manque un paquet dans le dossier de wheels : remplissez-le comme l'indique la documentation utilisateur, puis réessayez.</translation>
    </message>
    <message>
        <source>There are no packages for this Python on this computer: leave the Python to build on empty, so that a fitting one is fetched, or name a Python from 3.10 to 3.14.</source>
        <translation>Il n'y a pas de paquets pour ce Python sur cet ordinateur : laissez le Python de base vide, pour qu'un Python adapté soit téléchargé, ou indiquez un Python de 3.10 à 3.14.</translation>
    </message>
    <message>
        <source>The network cannot be reached: check the connection and the proxy under Settings → Options → Network, then try again; without a network, use a folder of wheels (Advanced).</source>
        <translation>Le réseau est inaccessible : vérifiez la connexion et le proxy sous Préférences → Options → Réseau, puis réessayez ; sans réseau, utilisez un dossier de wheels (Avancé).</translation>
    </message>
    <message>
        <source>The folder of wheels lacks {} ({}): add it, as the user's documentation says.</source>
        <translation>Il manque dans le dossier de wheels {} ({}) : ajoutez-le, comme l'indique la documentation utilisateur.</translation>
    </message>
    <message>
        <source>The package index {} does not have {}: check the index, or use a folder of wheels (Advanced).</source>
        <translation>L'index de paquets {} n'a pas {} : vérifiez l'index, ou utilisez un dossier de wheels (Avancé).</translation>
    </message>
    <message>
        <source>Row {} of the table 'classes' in {} has no class_id: give it a number from 1 to 254, or delete the row.</source>
        <translation>La ligne {} de la table 'classes' dans {} n'a pas de class_id : donnez-lui un nombre de 1 à 254, ou supprimez la ligne.</translation>
    </message>
    <message>
        <source>The classes in {} cannot be read or written ({}): check that the file is writable and the disk not full.</source>
        <translation>Les classes dans {} ne peuvent être ni lues ni écrites ({}) : vérifiez que le fichier est accessible en écriture et que le disque n'est pas plein.</translation>
    </message>
    <message>
        <source>Class id {} is out of range: use a number from 1 to 254.</source>
        <translation>L'identifiant de classe {} est hors limites : utilisez un nombre de 1 à 254.</translation>
    </message>
    <message>
        <source>Class {} has an empty name: give it one.</source>
        <translation>La classe {} a un nom vide : donnez-lui un nom.</translation>
    </message>
    <message>
        <source>{!r} is not a colour: write it as #rrggbb.</source>
        <translation>{!r} n'est pas une couleur : écrivez-la sous la forme #rrggbb.</translation>
    </message>
    <message>
        <source>Class {}</source>
        <translation>Classe {}</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>aucune raison donnée</translation>
    </message>
    <message>
        <source>The stroke could not be stored in {} ({}): check that the file is writable and the disk not full.</source>
        <translation>Le trait n'a pas pu être enregistré dans {} ({}) : vérifiez que le fichier est accessible en écriture et que le disque n'est pas plein.</translation>
    </message>
    <message>
        <source>The label file {} does not end in .gpkg: give it that ending.</source>
        <translation>Le fichier d'étiquettes {} ne se termine pas par .gpkg : donnez-lui cette extension.</translation>
    </message>
    <message>
        <source>The label file {} exists already: open it, or choose another name.</source>
        <translation>Le fichier d'étiquettes {} existe déjà : ouvrez-le, ou choisissez un autre nom.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read now ({}): close the program that locks it, or choose another.</source>
        <translation>Le fichier d'étiquettes {} ne peut pas être lu maintenant ({}) : fermez le programme qui le verrouille, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>The label file {} is damaged ({}): restore a copy of it, or start a new one.</source>
        <translation>Le fichier d'étiquettes {} est endommagé ({}) : restaurez-en une copie, ou commencez-en un nouveau.</translation>
    </message>
    <message>
        <source>{} is an SQLite file but not a GeoPackage: choose a label file, or start a new one.</source>
        <translation>{} est un fichier SQLite mais pas un GeoPackage : choisissez un fichier d'étiquettes, ou commencez-en un nouveau.</translation>
    </message>
    <message>
        <source>The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, or start a new label file.</source>
        <translation>Les étiquettes dans {} sont de type {}, et seuls des polygones peuvent être peints : l'entraînement les prend telles quelles, ou commencez un nouveau fichier d'étiquettes.</translation>
    </message>
    <message>
        <source>The label file {} was written by a newer Berunda (label format {}, this one reads up to {}): update Berunda.</source>
        <translation>Le fichier d'étiquettes {} a été écrit par un Berunda plus récent (format d'étiquettes {}, celui-ci lit jusqu'à {}) : mettez Berunda à jour.</translation>
    </message>
    <message>
        <source>no layer at all</source>
        <translation>aucune couche</translation>
    </message>
    <message>
        <source>The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.</source>
        <translation>Le GeoPackage {} n'a pas de couche 'labels' (contenu : {}) : choisissez un fichier d'étiquettes, ou commencez-en un nouveau.</translation>
    </message>
    <message>
        <source>The layer '{}' in {} has no column '{}': add it, or start a new label file.</source>
        <translation>La couche '{}' dans {} n'a pas de colonne '{}' : ajoutez-la, ou commencez un nouveau fichier d'étiquettes.</translation>
    </message>
    <message>
        <source>The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the layer's attribute table.</source>
        <translation>Le fichier d'étiquettes {} a {} trait(s) avec class_id {} : les identifiants vont de 1 à 254, corrigez-les dans la table attributaire de la couche.</translation>
    </message>
    <message>
        <source>There is no label file {}: choose another one, or start a new one.</source>
        <translation>Le fichier d'étiquettes {} n'existe pas : choisissez-en un autre, ou commencez-en un nouveau.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read ({}): choose another one.</source>
        <translation>Le fichier d'étiquettes {} ne peut pas être lu ({}) : choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The label file {} is empty (0 bytes): delete it, or choose another one.</source>
        <translation>Le fichier d'étiquettes {} est vide (0 octet) : supprimez-le, ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>{} is not a GeoPackage: choose a label file that ends in .gpkg, or start a new one.</source>
        <translation>{} n'est pas un GeoPackage : choisissez un fichier d'étiquettes qui se termine par .gpkg, ou commencez-en un nouveau.</translation>
    </message>
    <message>
        <source>The label file {} cannot be written ({}): choose a folder that exists and is yours.</source>
        <translation>Le fichier d'étiquettes {} ne peut pas être écrit ({}) : choisissez un dossier qui existe et vous appartient.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>QGIS cannot open the label file {} ({}): choose another one.</source>
        <translation>QGIS ne peut pas ouvrir le fichier d'étiquettes {} ({}) : choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The label file {} is read-only: make it writable, or copy it.</source>
        <translation>Le fichier d'étiquettes {} est en lecture seule : rendez-le accessible en écriture, ou copiez-le.</translation>
    </message>
    <message>
        <source>{} has no classes: choose a style with categories, or a raster with a palette.</source>
        <translation>{} n'a pas de classes : choisir un style avec des catégories, ou un raster avec une palette.</translation>
    </message>
    <message>
        <source>{} has {} classes, and 254 are possible: merge some of them first.</source>
        <translation>{} a {} classes, et 254 sont possibles : en fusionner d'abord quelques-unes.</translation>
    </message>
    <message>
        <source>{} has two classes of the value {}: give each a value of its own.</source>
        <translation>{} a deux classes de valeur {} : donner à chacune une valeur propre.</translation>
    </message>
    <message>
        <source>The style {} cannot be read ({}): choose another file.</source>
        <translation>Le style {} ne peut pas être lu ({}) : choisir un autre fichier.</translation>
    </message>
    <message>
        <source>{} is not a QGIS style: choose a .qml file that QGIS has saved.</source>
        <translation>{} n'est pas un style de QGIS : choisir un fichier .qml enregistré par QGIS.</translation>
    </message>
    <message>
        <source>{} is neither a QGIS style (.qml) nor a raster: choose another file.</source>
        <translation>{} n'est ni un style de QGIS (.qml) ni un raster : choisir un autre fichier.</translation>
    </message>
    <message>
        <source>The raster {} has no palette: choose one with a colour table, or a QGIS style (.qml).</source>
        <translation>Le raster {} n'a pas de palette : en choisir un avec une table de couleurs, ou un style de QGIS (.qml).</translation>
    </message>
    <message>
        <source>QGIS styles and rasters</source>
        <translation>Styles de QGIS et rasters</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>There is no class {}: choose one in the list of classes.</source>
        <translation>Il n'y a pas de classe {} : choisissez-en une dans la liste des classes.</translation>
    </message>
    <message>
        <source>Class {} cannot be removed while the label layer is being edited: save or discard its edits first.</source>
        <translation>La classe {} ne peut pas être supprimée tant que la couche d'étiquettes est en cours d'édition : enregistrez ou abandonnez d'abord ses modifications.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Supprimer la classe</translation>
    </message>
    <message>
        <source>Classes cannot be replaced while the label layer is being edited: save or discard its edits first.</source>
        <translation>Les classes ne peuvent pas être remplacées tant que la couche d'étiquettes est en cours d'édition : d'abord enregistrer ou abandonner ses modifications.</translation>
    </message>
    <message>
        <source>Paint label</source>
        <translation>Peindre une étiquette</translation>
    </message>
    <message>
        <source>Erase labels</source>
        <translation>Effacer des étiquettes</translation>
    </message>
    <message>
        <source>All 254 classes are in use: remove one first.</source>
        <translation>Les 254 classes sont toutes utilisées : supprimez-en d'abord une.</translation>
    </message>
    <message>
        <source>The stroke has no place in the labels' reference system {} ({}): zoom to the imagery and paint there.</source>
        <translation>Le trait n'a pas d'emplacement dans le système de référence des étiquettes {} ({}) : zoomez sur l'imagerie et peignez-y.</translation>
    </message>
    <message>
        <source>a stroke needs at least one point, all of them finite</source>
        <translation>un trait demande au moins un point, tous de coordonnées finies</translation>
    </message>
    <message>
        <source>a stroke of width {} covers nothing</source>
        <translation>un trait de largeur {} ne couvre rien</translation>
    </message>
    <message>
        <source>a polygon needs three corners, not {}</source>
        <translation>un polygone demande trois sommets, pas {}</translation>
    </message>
    <message>
        <source>the outline encloses no area</source>
        <translation>le contour n'entoure aucune surface</translation>
    </message>
    <message>
        <source>its coordinates become infinite</source>
        <translation>ses coordonnées deviennent infinies</translation>
    </message>
    <message>
        <source>The canvas extent</source>
        <translation>L'emprise du canevas</translation>
    </message>
    <message>
        <source>The polygon layer of the area is gone: choose another one or the whole image.</source>
        <translation>La couche de polygones de la zone a disparu : choisissez-en une autre ou l'image entière.</translation>
    </message>
    <message>
        <source>The layer {} holds no polygons: choose a polygon layer for the area.</source>
        <translation>La couche {} ne contient aucun polygone : choisissez une couche de polygones pour la zone.</translation>
    </message>
    <message>
        <source>The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.</source>
        <translation>La couche {} a plus de {} polygones : pour la zone, sélectionnez-en moins, ou regroupez-les.</translation>
    </message>
    <message>
        <source>The area {}</source>
        <translation>La zone {}</translation>
    </message>
    <message>
        <source>The area cannot be reprojected from {} to {} ({}): choose another one, or the whole image.</source>
        <translation>La zone ne peut pas être reprojetée de {} vers {} ({}) : choisissez-en une autre, ou l'image entière.</translation>
    </message>
    <message>
        <source>{} does not touch the image {}: move it there, or take the whole image.</source>
        <translation>{} ne touche pas l'image {} : déplacez-la dessus, ou prenez l'image entière.</translation>
    </message>
    <message>
        <source>The map is no longer in the project: predict again.</source>
        <translation>La carte n'est plus dans le projet : prédisez à nouveau.</translation>
    </message>
    <message>
        <source>Stopped; the auxiliary output was not written.</source>
        <translation>Arrêté ; la sortie auxiliaire n'a pas été écrite.</translation>
    </message>
    <message>
        <source>The auxiliary output is {}.</source>
        <translation>La sortie auxiliaire est {}.</translation>
    </message>
    <message>
        <source>The model is {}.</source>
        <translation>Le modèle est {}.</translation>
    </message>
    <message>
        <source>The STAC item is {}.</source>
        <translation>L'élément STAC est {}.</translation>
    </message>
    <message>
        <source>The image has no model yet: click Train first, or open a model file.</source>
        <translation>L'image n'a pas encore de modèle : d'abord cliquer sur Entraîner, ou ouvrir un fichier de modèle.</translation>
    </message>
    <message>
        <source>{} polygons are in {}.</source>
        <translation>{} polygones sont dans {}.</translation>
    </message>
    <message>
        <source>{} regions below the minimum area are left out.</source>
        <translation>{} régions sous la surface minimale sont omises.</translation>
    </message>
    <message>
        <source>The image {} has no georeferencing: it works, and the result lies on the same pixels, but areas are in pixels.</source>
        <translation>L'image {} n'est pas géoréférencée : cela fonctionne, et le résultat se place sur les mêmes pixels, mais les surfaces sont en pixels.</translation>
    </message>
    <message>
        <source>No image is chosen: open an orthophoto in QGIS and choose it under Imagery.</source>
        <translation>Aucune image n'est choisie : ouvrez une orthophoto dans QGIS et choisissez-la sous Imagerie.</translation>
    </message>
    <message>
        <source>The image {} cannot be read ({}): repair its data source or choose another.</source>
        <translation>L'image {} ne peut pas être lue ({}) : réparez sa source de données ou choisissez une autre image.</translation>
    </message>
    <message>
        <source>The layer {} is a web layer ({}), and the engine reads files only: choose the original file, or export a part as GeoTIFF.</source>
        <translation>La couche {} est une couche web ({}), et le moteur ne lit que des fichiers : choisissez le fichier d'origine, ou exportez une partie en GeoTIFF.</translation>
    </message>
    <message>
        <source>The layer {} is not a raster file (provider {}): export it as GeoTIFF and choose that.</source>
        <translation>La couche {} n'est pas un fichier raster (fournisseur {}) : exportez-la en GeoTIFF et choisissez celui-ci.</translation>
    </message>
    <message>
        <source>The layer {} is not a plain file ({}): export it as GeoTIFF and choose that.</source>
        <translation>La couche {} n'est pas un simple fichier ({}) : exportez-la en GeoTIFF et choisissez celui-ci.</translation>
    </message>
    <message>
        <source>The image {} has no model yet: click Train first, or open a model file.</source>
        <translation>L'image {} n'a pas encore de modèle : cliquez d'abord sur Entraîner, ou ouvrez un fichier de modèle.</translation>
    </message>
    <message>
        <source>There are no labels yet: start them under Labels and paint strokes of at least two classes.</source>
        <translation>Il n'y a pas encore d'étiquettes : commencez-les sous Étiquettes et peignez des traits d'au moins deux classes.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then train.</source>
        <translation>Les étiquettes ont des modifications non enregistrées : enregistrez-les ou annulez-les dans QGIS, puis entraînez.</translation>
    </message>
    <message>
        <source>Nothing is painted yet: paint strokes of at least two classes.</source>
        <translation>Rien n'est encore peint : peignez des traits d'au moins deux classes.</translation>
    </message>
    <message>
        <source>All strokes are of one class ({}): paint at least one more class.</source>
        <translation>Tous les traits sont d'une seule classe ({}) : peignez au moins une classe de plus.</translation>
    </message>
    <message>
        <source>No polygon layer is chosen for the area: choose one, or take the whole image.</source>
        <translation>Aucune couche de polygones n'est choisie pour la zone : choisissez-en une, ou prenez l'image entière.</translation>
    </message>
    <message>
        <source>Model and map in {} cannot be copied ({}): choose another output folder under Advanced.</source>
        <translation>Le modèle et la carte dans {} ne peuvent pas être copiés ({}) : choisissez un autre dossier de sortie sous Avancé.</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: Predict uses it.</source>
        <translation>Arrêté. Le modèle est conservé dans l'état atteint : Prédire l'utilise.</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Arrêté ; rien n'a été modifié.</translation>
    </message>
    <message>
        <source>The training is over and its model is {}: its project is no longer open.</source>
        <translation>L'entraînement est terminé et son modèle est {} : son projet n'est plus ouvert.</translation>
    </message>
    <message>
        <source>The map is in {}: its project is no longer open.</source>
        <translation>La carte est dans {} : son projet n'est plus ouvert.</translation>
    </message>
    <message>
        <source>The map is in {}: its image is no longer in the project.</source>
        <translation>La carte est dans {} : son image n'est plus dans le projet.</translation>
    </message>
    <message>
        <source>The sample cannot be copied to {} ({}): check the folder, or add an image of your own.</source>
        <translation>L'exemple ne peut pas être copié vers {} ({}) : vérifiez le dossier, ou ajoutez une image à vous.</translation>
    </message>
    <message>
        <source>Berunda sample</source>
        <translation>Exemple Berunda</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then compare.</source>
        <translation>Les étiquettes ont des modifications non enregistrées : enregistrez-les ou annulez-les dans QGIS, puis comparez.</translation>
    </message>
    <message>
        <source>The report is {}: its project is no longer open.</source>
        <translation>Le rapport est {} : son projet n'est plus ouvert.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>arrêté</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>démarrage</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>au repos</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>lecture</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>apprentissage</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>calibration</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>prédiction</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>analyse</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>arrêt en cours</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>Auxiliary output: {}</source>
        <translation>Sortie auxiliaire : {}</translation>
    </message>
    <message>
        <source>The auxiliary output {} cannot be shown: predict again.</source>
        <translation>La sortie auxiliaire {} ne peut pas être affichée : prédisez à nouveau.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <source>Out of distribution (OOD)</source>
        <translation>Hors distribution (OOD)</translation>
    </message>
    <message>
        <source>The layer {} cannot be shown: {} is missing or not a raster; predict again.</source>
        <translation>La couche {} ne peut pas être affichée : {} manque ou n'est pas un raster ; prédisez à nouveau.</translation>
    </message>
    <message>
        <source>Confidence (uncalibrated)</source>
        <translation>Confiance (non calibrée)</translation>
    </message>
    <message>
        <source>The layer that hides parts of the map ({}) is no longer in the project: predict again.</source>
        <translation>La couche qui masque des parties de la carte ({}) n'est plus dans le projet : prédisez à nouveau.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): parts of the map can be hidden in a writable folder only.</source>
        <translation>{} ne peut pas être écrit ({}) : des parties de la carte ne peuvent être masquées que dans un dossier accessible en écriture.</translation>
    </message>
    <message>
        <source>{} is gone or cannot be read: predict again.</source>
        <translation>{} a disparu ou ne peut pas être lu : prédisez à nouveau.</translation>
    </message>
    <message>
        <source>Fused score</source>
        <translation>Score fusionné</translation>
    </message>
    <message>
        <source>Novel here</source>
        <translation>Nouveau ici</translation>
    </message>
    <message>
        <source>Foreign</source>
        <translation>Étranger</translation>
    </message>
    <message>
        <source>Patches by appearance</source>
        <translation>Imagettes par apparence</translation>
    </message>
    <message>
        <source>The patches in {} cannot be opened: compare again.</source>
        <translation>Les imagettes dans {} ne peuvent pas être ouvertes : comparez à nouveau.</translation>
    </message>
    <message>
        <source>Class polygons</source>
        <translation>Polygones des classes</translation>
    </message>
    <message>
        <source>The polygons in {} cannot be shown: export them again.</source>
        <translation>Les polygones de {} ne peuvent pas être affichés : les exporter à nouveau.</translation>
    </message>
    <message>
        <source>{} has no class names, so it is not a class map of Berunda: predict again.</source>
        <translation>{} n'a pas de noms de classes, ce n'est donc pas une carte des classes de Berunda : prédisez à nouveau.</translation>
    </message>
    <message>
        <source>Label here next</source>
        <translation>Étiqueter ici ensuite</translation>
    </message>
    <message>
        <source>The suggested places in {} cannot be shown: ask for them again.</source>
        <translation>Les lieux suggérés dans {} ne peuvent pas être affichés : demandez-les à nouveau.</translation>
    </message>
    <message>
        <source>to be labelled</source>
        <translation>à étiqueter</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>étiqueté</translation>
    </message>
    <message>
        <source>The suggested places are in {}: their project or image is no longer open.</source>
        <translation>Les lieux suggérés sont dans {} : leur projet ou leur image n'est plus ouvert.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} pas</translation>
    </message>
    <message>
        <source>1 stroke</source>
        <translation>1 trait</translation>
    </message>
    <message>
        <source>{} strokes</source>
        <translation>{} traits</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
    <message>
        <source>{} h {} min</source>
        <translation>{} h {} min</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA {})</source>
        <translation>carte graphique NVIDIA (CUDA {})</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>processeur (CPU)</translation>
    </message>
    <message>
        <source>Apple graphics processor (MPS)</source>
        <translation>processeur graphique Apple (MPS)</translation>
    </message>
    <message>
        <source>each of {} strokes judged by feature probes that were fitted without it</source>
        <translation>chacun des {} traits étant jugé par des classifieurs de caractéristiques ajustés sans lui</translation>
    </message>
    <message>
        <source>measured on {} strokes that the model had not seen</source>
        <translation>mesurée sur {} traits que le modèle n'avait pas vus</translation>
    </message>
    <message>
        <source>Held-out accuracy {} % (95 % interval {} to {} %), {}.</source>
        <translation>Précision réservée {} % (intervalle à 95 % : {} à {} %), {}.</translation>
    </message>
    <message>
        <source>The confidence is calibrated.</source>
        <translation>La confiance est calibrée.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: draw at least {} more strokes, some of each class, and train again.</source>
        <translation>La confiance n'est pas calibrée : tracez au moins {} traits de plus, quelques-uns de chaque classe, et entraînez à nouveau.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: train again.</source>
        <translation>La confiance n'est pas calibrée : entraînez à nouveau.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Précision</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalle à 95 %</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Traits</translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation>{} à {} %</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>coché</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>décoché</translation>
    </message>
    <message>
        <source>Files ({})</source>
        <translation>Fichiers ({})</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modifié</translation>
    </message>
    <message>
        <source>The recipe has {}</source>
        <translation>Valeur de la recette : {}</translation>
    </message>
    <message>
        <source>{:.0f} MB</source>
        <translation>{:.0f} Mo</translation>
    </message>
    <message>
        <source>{:.1f} GB</source>
        <translation>{:.1f} Go</translation>
    </message>
    <message>
        <source>There is no label file to paint into: choose the imagery in the Berunda panel first.</source>
        <translation>Il n'y a pas de fichier d'étiquettes où peindre : choisissez d'abord l'imagerie dans le panneau Berunda.</translation>
    </message>
    <message>
        <source>There is no class to paint: add one in the list of classes.</source>
        <translation>Il n'y a pas de classe à peindre : ajoutez-en une dans la liste des classes.</translation>
    </message>
    <message>
        <source>No class is chosen: pick one in the list of classes, or press its number.</source>
        <translation>Aucune classe n'est choisie : prenez-en une dans la liste des classes, ou appuyez sur son numéro.</translation>
    </message>
    <message>
        <source>Nothing was painted: {}.</source>
        <translation>Rien n'a été peint : {}.</translation>
    </message>
    <message>
        <source>The label layer is hidden: switch it on in the Layers panel to see the strokes.</source>
        <translation>La couche d'étiquettes est masquée : activez-la dans le panneau Couches pour voir les traits.</translation>
    </message>
    <message>
        <source>There is no stroke to undo.</source>
        <translation>Il n'y a pas de trait à annuler.</translation>
    </message>
    <message>
        <source>There is no stroke to redo.</source>
        <translation>Il n'y a pas de trait à refaire.</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>Il n'y a pas de classe numéro {} : la liste en a {}.</translation>
    </message>
    <message>
        <source>Berunda: land-cover maps from a few scribbles</source>
        <translation>Berunda : cartes d'occupation du sol à partir de quelques traits</translation>
    </message>
    <message>
        <source>the recipe decides where it is empty</source>
        <translation>là où c'est vide, la recette décide</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Arrêté ; rien n'a été écrit.</translation>
    </message>
    <message>
        <source>Compare sites (representativeness)</source>
        <translation>Comparer des sites (représentativité)</translation>
    </message>
    <message>
        <source>Reports how well imagery and its labels represent other imagery, or areas of the same image each other.</source>
        <translation>Indique à quel point des images et leurs étiquettes représentent d'autres images, ou des zones d'une même image les unes les autres.</translation>
    </message>
    <message>
        <source>GeoPackage of the compared patches, as patches.gpkg of the folder</source>
        <translation>GeoPackage des imagettes comparées, comme patches.gpkg du dossier</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Estimate accuracy from check points</source>
        <translation>Estimer la précision à partir de points de contrôle</translation>
    </message>
    <message>
        <source>Estimates the accuracy of a map and the areas of its classes from check points that were answered.</source>
        <translation>Estime la précision d'une carte et les surfaces de ses classes à partir de points de contrôle renseignés.</translation>
    </message>
    <message>
        <source>Overall accuracy</source>
        <translation>Précision globale</translation>
    </message>
    <message>
        <source>Lower end of its 95 % interval</source>
        <translation>Borne inférieure de son intervalle à 95 %</translation>
    </message>
    <message>
        <source>Upper end of its 95 % interval</source>
        <translation>Borne supérieure de son intervalle à 95 %</translation>
    </message>
    <message>
        <source>Draw check points</source>
        <translation>Tirer des points de contrôle</translation>
    </message>
    <message>
        <source>Draws random points of a map, by class, to be checked by eye; the answers go into reference_class.</source>
        <translation>Tire des points aléatoires d'une carte, par classe, à contrôler à l'œil ; les réponses vont dans reference_class.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): choose another file, or remove the layer that shows it.</source>
        <translation>{} ne peut pas être écrit ({}) : choisissez un autre fichier, ou retirez la couche qui l'affiche.</translation>
    </message>
    <message>
        <source>The file {} does not end in .{}: rename it.</source>
        <translation>Le fichier {} ne se termine pas par .{} : renommez-le.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another one.</source>
        <translation>Le dossier {} ne peut pas être créé ({}) : choisissez-en un autre.</translation>
    </message>
    <message>
        <source>the next run</source>
        <translation>la prochaine exécution</translation>
    </message>
    <message>
        <source>Stopping at the next step or tile …</source>
        <translation>Arrêt au prochain pas ou à la prochaine tuile …</translation>
    </message>
    <message>
        <source>Step {}: {}</source>
        <translation>Pas {} : {}</translation>
    </message>
    <message>
        <source>Evaluate a map</source>
        <translation>Évaluer une carte</translation>
    </message>
    <message>
        <source>Scores a class map against a truth: accuracy with its interval, scores by class, and calibration.</source>
        <translation>Évalue une carte de classes avec une vérité terrain : précision et son intervalle, scores par classe et calibration.</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>Page HTML</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>IoU moyenne</translation>
    </message>
    <message>
        <source>several are separated by spaces</source>
        <translation>plusieurs sont séparés par des espaces</translation>
    </message>
    <message>
        <source>Instant map</source>
        <translation>Carte instantanée</translation>
    </message>
    <message>
        <source>Maps an image from its labels in seconds: linear classifiers on an encoder, without training steps.</source>
        <translation>Cartographie une image en quelques secondes à partir de ses étiquettes : classifieurs linéaires sur un encodeur, sans pas d'entraînement.</translation>
    </message>
    <message>
        <source>here a vector layer</source>
        <translation>ici une couche vectorielle</translation>
    </message>
    <message>
        <source>polygons of another CRS are reprojected</source>
        <translation>les polygones d'un autre SCR sont reprojetés</translation>
    </message>
    <message>
        <source>written here as x min, x max, y min, y max</source>
        <translation>s'écrit ici x min, x max, y min, y max</translation>
    </message>
    <message>
        <source>{} is {}, which QGIS cannot open as a layer: name an existing file, or a layer of the project.</source>
        <translation>{} est {}, que QGIS ne peut pas ouvrir comme couche : indiquez un fichier existant ou une couche du projet.</translation>
    </message>
    <message>
        <source>The layer {} is not a file ({}): save it as a GeoPackage and choose that.</source>
        <translation>La couche {} n'est pas un fichier ({}) : enregistrez-la en GeoPackage et choisissez celui-ci.</translation>
    </message>
    <message>
        <source>The layer {} has edits that are not saved: save or cancel them, then run this again.</source>
        <translation>La couche {} a des modifications non enregistrées : enregistrez-les ou annulez-les, puis relancez.</translation>
    </message>
    <message>
        <source>GeoTIFF of the class of every pixel, 0 where there is none</source>
        <translation>GeoTIFF de la classe de chaque pixel, 0 là où il n'y en a pas</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability of the shown class in hundredths</source>
        <translation>GeoTIFF de la probabilité de la classe affichée en centièmes</translation>
    </message>
    <message>
        <source>GeoTIFF of how unlike the training area every pixel is, in hundredths</source>
        <translation>GeoTIFF de la dissemblance de chaque pixel avec la zone d'entraînement, en centièmes</translation>
    </message>
    <message>
        <source>GeoTIFF of the probabilities of all classes in hundredths, a band each</source>
        <translation>GeoTIFF des probabilités de toutes les classes en centièmes, une bande chacune</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <source>The folder {} cannot be written to ({}): choose another one.</source>
        <translation>Impossible d'écrire dans le dossier {} ({}) : choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Map with a model</source>
        <translation>Cartographier avec un modèle</translation>
    </message>
    <message>
        <source>Maps an image with a trained model: classes, confidence, and out of distribution.</source>
        <translation>Cartographie une image avec un modèle entraîné : classes, confiance et hors distribution.</translation>
    </message>
    <message>
        <source>the model decides where it is empty</source>
        <translation>là où c'est vide, le modèle décide</translation>
    </message>
    <message>
        <source>Berunda model</source>
        <translation>Modèle de Berunda</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entraîner un modèle</translation>
    </message>
    <message>
        <source>Trains a model on the labels of an image, with auxiliary losses that learn from its unlabelled pixels.</source>
        <translation>Entraîne un modèle sur les étiquettes d'une image, avec des pertes auxiliaires qui apprennent de ses pixels non étiquetés.</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Précision réservée</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: {}</source>
        <translation>Arrêté. Le modèle est conservé dans l'état atteint : {}</translation>
    </message>
</context>
<context>
    <name>BerundaDock</name>
    <message>
        <source>Berunda</source>
        <translation>Berunda</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>1  Imagery</source>
        <translation>1  Imagerie</translation>
    </message>
    <message>
        <source>2  Labels</source>
        <translation>2  Étiquettes</translation>
    </message>
    <message>
        <source>3  Learning</source>
        <translation>3  Apprentissage</translation>
    </message>
    <message>
        <source>4  Results</source>
        <translation>4  Résultats</translation>
    </message>
    <message>
        <source>The sample has 40 strokes already: switch the live map on, or click Train.</source>
        <translation>L'exemple a déjà 40 traits : activez la carte en direct, ou cliquez sur Entraîner.</translation>
    </message>
    <message>
        <source>Trained {} steps in {:.0f} s.</source>
        <translation>{} pas d'entraînement en {:.0f} s.</translation>
    </message>
    <message>
        <source>The map is in the project.</source>
        <translation>La carte est dans le projet.</translation>
    </message>
    <message>
        <source>The confidence was {:.0f} % on average and is {:.0f} % now: {} points say that {:.0f} % of the map is right.</source>
        <translation>La confiance était de {:.0f} % en moyenne et est maintenant de {:.0f} % : d'après {} points, {:.0f} % de la carte est juste.</translation>
    </message>
    <message>
        <source>The engine is installed.</source>
        <translation>Le moteur est installé.</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source> points</source>
        <translation> points</translation>
    </message>
    <message>
        <source>60 points take about five minutes; four times as many halve the width of the intervals</source>
        <translation>60 points prennent environ cinq minutes ; quatre fois plus de points réduisent de moitié la largeur des intervalles</translation>
    </message>
    <message>
        <source>New points</source>
        <translation>Nouveaux points</translation>
    </message>
    <message>
        <source>Draw other points; the answers so far stay in their file</source>
        <translation>Tirer d'autres points ; les réponses données jusqu'ici restent dans leur fichier</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Write accuracy.csv and accuracy.html, and open the page</source>
        <translation>Écrire accuracy.csv et accuracy.html, et ouvrir la page</translation>
    </message>
    <message>
        <source>Correct confidence</source>
        <translation>Corriger la confiance</translation>
    </message>
    <message>
        <source>Fit the confidence to these answers, in this map and in the model's next ones</source>
        <translation>Ajuster la confiance à ces réponses, dans cette carte et les suivantes du modèle</translation>
    </message>
    <message>
        <source>Answer random points by eye; the map's accuracy and the areas follow, with intervals</source>
        <translation>Renseigner à l'œil des points aléatoires ; la précision de la carte et les surfaces en découlent, avec des intervalles</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Arrêter la vérification</translation>
    </message>
    <message>
        <source>Drawing points…</source>
        <translation>Tirage des points…</translation>
    </message>
    <message>
        <source>Go on checking</source>
        <translation>Reprendre la vérification</translation>
    </message>
    <message>
        <source>Check accuracy…</source>
        <translation>Vérifier la précision…</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} sur {}</translation>
    </message>
    <message>
        <source>{} · &lt;b&gt;{} %&lt;/b&gt; overall ({} to {} %)</source>
        <translation>{} · &lt;b&gt;{} %&lt;/b&gt; au total ({} à {} %)</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Touche</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Traits</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Surface</translation>
    </message>
    <message>
        <source>Click to change the colour</source>
        <translation>Cliquer pour changer la couleur</translation>
    </message>
    <message>
        <source>Double-click to rename</source>
        <translation>Double-cliquer pour renommer</translation>
    </message>
    <message>
        <source>Key of the class</source>
        <translation>Touche de la classe</translation>
    </message>
</context>
<context>
    <name>ClassesPanel</name>
    <message>
        <source>Add a class</source>
        <translation>Ajouter une classe</translation>
    </message>
    <message>
        <source>Remove the selected class</source>
        <translation>Supprimer la classe sélectionnée</translation>
    </message>
    <message>
        <source>Take names and colours from a QGIS style (QML) or from the palette of a raster</source>
        <translation>Reprendre noms et couleurs d'un style de QGIS (QML) ou de la palette d'un raster</translation>
    </message>
    <message>
        <source>nothing labelled yet</source>
        <translation>rien d'étiqueté pour l'instant</translation>
    </message>
    <message>
        <source>Colour of {}</source>
        <translation>Couleur de {}</translation>
    </message>
    <message>
        <source>Remove {} with what is labelled ({})?</source>
        <translation>Supprimer {} avec ce qui est étiqueté ({}) ?</translation>
    </message>
    <message>
        <source>Undo brings both back until the label file is closed.</source>
        <translation>Annuler rétablit les deux tant que le fichier d'étiquettes n'est pas fermé.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Supprimer la classe</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Classes from a style or raster</source>
        <translation>Classes d'un style ou d'un raster</translation>
    </message>
    <message>
        <source>Give classes that have strokes other names ({})?</source>
        <translation>Donner d'autres noms à des classes qui ont des traits ({}) ?</translation>
    </message>
    <message>
        <source>The strokes keep their class ids, and so get another meaning.</source>
        <translation>Les traits gardent leurs identifiants de classe, et prennent donc un autre sens.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Losses cannot be compared without training steps: give a budget, or choose another recipe.</source>
        <translation>Les fonctions de perte ne peuvent pas être comparées sans pas d'entraînement : donnez un budget, ou choisissez une autre recette.</translation>
    </message>
    <message>
        <source>Tick at least two choices to compare.</source>
        <translation>Cochez au moins deux choix à comparer.</translation>
    </message>
</context>
<context>
    <name>ComparisonRun</name>
    <message>
        <source>The earlier map in {} cannot be replaced: close the program that has it open, and compare again.</source>
        <translation>La carte antérieure dans {} ne peut pas être remplacée : fermez le programme qui l'a ouverte, et comparez à nouveau.</translation>
    </message>
    <message>
        <source>The comparison has ended because its project is no longer open; the maps of {} choices are under {}.</source>
        <translation>La comparaison a pris fin car son projet n'est plus ouvert ; les cartes de {} choix sont dans {}.</translation>
    </message>
    <message>
        <source>The comparison has ended with no choice mapped because its project is no longer open.</source>
        <translation>La comparaison a pris fin sans qu'aucun choix soit cartographié car son projet n'est plus ouvert.</translation>
    </message>
    <message>
        <source>The comparison was stopped with {} choices mapped; they are kept.</source>
        <translation>La comparaison a été arrêtée avec {} choix cartographiés ; ils sont conservés.</translation>
    </message>
    <message>
        <source>The comparison is over with {} choices mapped: look at each, and keep the best.</source>
        <translation>La comparaison est terminée avec {} choix cartographiés : regardez chacun, et gardez le meilleur.</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>Choice</source>
        <translation>Choix</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Précision réservée</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <source>On strokes that the model had not seen, with its 95 % interval</source>
        <translation>Sur des traits que le modèle n'avait pas vus, avec son intervalle à 95 %</translation>
    </message>
    <message>
        <source>Of training</source>
        <translation>D'entraînement</translation>
    </message>
    <message>
        <source>Show this map on the canvas</source>
        <translation>Afficher cette carte sur le canevas</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Garder celui-ci</translation>
    </message>
    <message>
        <source>Make this choice the current one: its recipe and losses, its model, its map</source>
        <translation>Faire de ce choix le choix courant : sa recette et ses fonctions de perte, son modèle, sa carte</translation>
    </message>
    <message>
        <source>too few strokes</source>
        <translation>trop peu de traits</translation>
    </message>
    <message>
        <source>{} % ({} to {})</source>
        <translation>{} % ({} à {} %)</translation>
    </message>
    <message>
        <source>earlier · {} steps</source>
        <translation>antérieur · {} pas</translation>
    </message>
    <message>
        <source>done · {} steps</source>
        <translation>terminé · {} pas</translation>
    </message>
    <message>
        <source>{}; compared again, it failed: {}</source>
        <translation>{} ; comparé à nouveau, échec : {}</translation>
    </message>
    <message>
        <source>failed: {}</source>
        <translation>échec : {}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>apprentissage</translation>
    </message>
    <message>
        <source>mapping</source>
        <translation>cartographie</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêté</translation>
    </message>
    <message>
        <source>{} {} %</source>
        <translation>{} {} %</translation>
    </message>
    <message>
        <source>It was trained with other settings, imagery or labels than it would be now: compare it again</source>
        <translation>Entraîné avec d'autres paramètres, une autre imagerie ou d'autres étiquettes que maintenant : comparez-le à nouveau</translation>
    </message>
</context>
<context>
    <name>ComparisonWindow</name>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Kept: the dock has this choice, its model and its map now.</source>
        <translation>Gardé : le panneau a maintenant ce choix, son modèle et sa carte.</translation>
    </message>
    <message>
        <source>Compare losses</source>
        <translation>Comparer les pertes</translation>
    </message>
    <message>
        <source>Compare losses: {}</source>
        <translation>Comparer les pertes : {}</translation>
    </message>
    <message>
        <source>Tick two or more. Each trains on its own with the same budget ({}) and all other settings as the dock shows them, then maps the area.</source>
        <translation>Cochez-en deux ou plus. Chacun s'entraîne à part avec le même budget ({}) et tous les autres paramètres tels que le panneau les affiche, puis cartographie la zone.</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Forcer l'arrêt</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>Ce qui est terminé reste</translation>
    </message>
    <message>
        <source>{:g} minutes</source>
        <translation>{:g} minutes</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} pas</translation>
    </message>
    <message>
        <source>About {} left in all.</source>
        <translation>Encore {} environ en tout.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>Tick at least two choices.</source>
        <translation>Cochez au moins deux choix.</translation>
    </message>
    <message>
        <source>{} choices: how long that takes is known once the first one trains.</source>
        <translation>{} choix : la durée sera connue une fois le premier en cours d'entraînement.</translation>
    </message>
    <message>
        <source>{} choices: about {} of training in all, and the maps.</source>
        <translation>{} choix : environ {} d'entraînement en tout, plus les cartes.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsWindow</name>
    <message>
        <source>Berunda diagnostics</source>
        <translation>Diagnostic de Berunda</translation>
    </message>
    <message>
        <source>Paste this into your report. User names, home folders and passwords are left out.</source>
        <translation>Collez ce texte dans votre rapport d'erreur. Les noms d'utilisateur, les dossiers personnels et les mots de passe sont omis.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
</context>
<context>
    <name>EngineCarePanel</name>
    <message>
        <source>A Python from 3.10 to 3.14 to build the engine's environment on, for the next installation</source>
        <translation>Un Python de 3.10 à 3.14 sur lequel bâtir l'environnement du moteur, pour la prochaine installation</translation>
    </message>
    <message>
        <source>one of its own</source>
        <translation>un qui lui est propre</translation>
    </message>
    <message>
        <source>A folder with all packages, to install without a network; see the documentation</source>
        <translation>Un dossier avec tous les paquets, pour installer sans réseau ; voir la documentation</translation>
    </message>
    <message>
        <source>from the network</source>
        <translation>depuis le réseau</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Réparer</translation>
    </message>
    <message>
        <source>Fetch everything anew</source>
        <translation>Tout télécharger à nouveau</translation>
    </message>
    <message>
        <source>Remove the engine, its Python and what was fetched</source>
        <translation>Supprimer le moteur, son Python et ce qui a été téléchargé</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Désinstaller…</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnostic…</translation>
    </message>
    <message>
        <source>A text about this computer to paste into a report</source>
        <translation>Un texte sur cet ordinateur, à coller dans un rapport d'erreur</translation>
    </message>
    <message>
        <source>Build on</source>
        <translation>Python de base</translation>
    </message>
    <message>
        <source>Install from</source>
        <translation>Installer depuis</translation>
    </message>
    <message>
        <source>Installed in {}. {}</source>
        <translation>Installé dans {}. {}</translation>
    </message>
    <message>
        <source>Nothing is installed from here.</source>
        <translation>Rien n'a été installé d'ici.</translation>
    </message>
    <message>
        <source>The engine is at work: stop it before uninstalling it.</source>
        <translation>Le moteur travaille : arrêtez-le avant de le désinstaller.</translation>
    </message>
    <message>
        <source>Uninstall the engine? Labels, models and maps stay; it can be installed again.</source>
        <translation>Désinstaller le moteur ? Les étiquettes, les modèles et les cartes restent ; il peut être réinstallé.</translation>
    </message>
    <message>
        <source>Uninstall</source>
        <translation>Désinstaller</translation>
    </message>
    <message>
        <source>The engine is uninstalled; {} are free again.</source>
        <translation>Le moteur est désinstallé ; {} sont à nouveau libres.</translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine was ended at your request. What was drawn and trained before is kept.</source>
        <translation>Le moteur a été arrêté à votre demande. Ce qui a été dessiné et entraîné auparavant est conservé.</translation>
    </message>
    <message>
        <source>speaks protocol {}, this plugin speaks {}</source>
        <translation>utilise le protocole {}, cette extension utilise le {}</translation>
    </message>
    <message>
        <source>offers what this plugin cannot read ({})</source>
        <translation>offre ce que cette extension ne peut pas lire ({})</translation>
    </message>
    <message>
        <source>The engine {} {}: restart QGIS so that both are of one version</source>
        <translation>Le moteur {} {} : redémarrez QGIS pour que les deux soient de la même version</translation>
    </message>
    <message>
        <source>The engine's Python {} was not ready within {:g} s{}: {}</source>
        <translation>Le Python du moteur {} n'était pas prêt au bout de {:g} s{} : {}</translation>
    </message>
    <message>
        <source>The engine's Python {} does not bring up the engine ({}{}): {}</source>
        <translation>Le Python du moteur {} ne démarre pas le moteur ({}{}) : {}</translation>
    </message>
    <message>
        <source>The engine died ({}{}). What was drawn and trained before is kept; {} starts it again.</source>
        <translation>Le moteur s'est interrompu ({}{}). Ce qui a été dessiné et entraîné auparavant est conservé ; {} le redémarre.</translation>
    </message>
    <message>
        <source>the next click</source>
        <translation>le prochain clic</translation>
    </message>
    <message>
        <source>; its log ends with: {}</source>
        <translation>, son journal se termine par : {}</translation>
    </message>
</context>
<context>
    <name>EnginePanel</name>
    <message>
        <source>Folder to install the engine into</source>
        <translation>Dossier dans lequel installer le moteur</translation>
    </message>
    <message>
        <source>Install engine</source>
        <translation>Installer le moteur</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Calcule sur</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>This release of Berunda needs other packages. The engine that is installed is used until the new one is ready.</source>
        <translation>Cette version de Berunda nécessite d'autres paquets. Le moteur installé est utilisé jusqu'à ce que le nouveau soit prêt.</translation>
    </message>
    <message>
        <source>Berunda learns with PyTorch, which is fetched once, into a folder and a Python of its own: QGIS's Python stays as it is. You can paint meanwhile.</source>
        <translation>Berunda apprend avec PyTorch, téléchargé une seule fois, dans un dossier et un Python qui lui sont propres : le Python de QGIS reste tel quel. Vous pouvez peindre pendant ce temps.</translation>
    </message>
    <message>
        <source>Update engine</source>
        <translation>Mettre à jour le moteur</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Examen de cet ordinateur…</translation>
    </message>
    <message>
        <source>Takes all from {}, nothing from the network; {} on disk, about {}.</source>
        <translation>Prend tout dans {}, rien sur le réseau ; {} sur le disque, environ {}.</translation>
    </message>
    <message>
        <source>Fetches about {} from {}; {} on disk, about {} at 50 Mbit/s.</source>
        <translation>Télécharge environ {} depuis {} ; {} sur le disque, environ {} à 50 Mbit/s.</translation>
    </message>
    <message>
        <source>Another one fits this computer better.</source>
        <translation>Un autre choix convient mieux à cet ordinateur.</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched is kept for the next try.</source>
        <translation>Annulé. Ce qui a été téléchargé est conservé pour le prochain essai.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt en cours…</translation>
    </message>
</context>
<context>
    <name>EngineProcess</name>
    <message>
        <source>it cannot be started: {}</source>
        <translation>il ne peut pas être démarré : {}</translation>
    </message>
    <message>
        <source>it was killed or crashed</source>
        <translation>il a été tué ou a planté</translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation>code de sortie {}</translation>
    </message>
</context>
<context>
    <name>EngineSession</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>Le moteur travaille : arrêtez-le avant de vérifier son Python.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>Le moteur travaille ({}) : attendez, ou arrêtez-le d'abord.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>Le dossier {} ne peut pas être créé ({}) : choisissez un autre dossier de sortie sous Avancé.</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Map and model in formats of other programs</source>
        <translation>Carte et modèle dans des formats d'autres programmes</translation>
    </message>
    <message>
        <source>Class map as polygons…</source>
        <translation>Carte des classes en polygones…</translation>
    </message>
    <message>
        <source>Model as ONNX…</source>
        <translation>Modèle en ONNX…</translation>
    </message>
    <message>
        <source>Model as STAC item…</source>
        <translation>Modèle en élément STAC…</translation>
    </message>
    <message>
        <source>Export model as ONNX</source>
        <translation>Exporter le modèle en ONNX</translation>
    </message>
    <message>
        <source>Export model as STAC item</source>
        <translation>Exporter le modèle en élément STAC</translation>
    </message>
</context>
<context>
    <name>FeaturesPanel</name>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Remove all kept features; they are computed again when they are needed</source>
        <translation>Supprimer toutes les caractéristiques conservées ; elles sont recalculées en cas de besoin</translation>
    </message>
    <message>
        <source>What features may take on disk; 0 keeps them in memory only. Beyond it the oldest are dropped</source>
        <translation>Ce que les caractéristiques peuvent occuper sur le disque ; 0 les garde seulement en mémoire. Au-delà, les plus anciennes sont supprimées</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> Go</translation>
    </message>
    <message>
        <source>nothing on disk</source>
        <translation>rien sur le disque</translation>
    </message>
    <message>
        <source>Folder for features, the same for all projects</source>
        <translation>Dossier des caractéristiques, le même pour tous les projets</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>l'habituel</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Au plus</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Features kept: not known yet</source>
        <translation>Caractéristiques conservées : encore inconnu</translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation>Le moteur n'est pas en marche</translation>
    </message>
    <message>
        <source>Features kept: in memory only</source>
        <translation>Caractéristiques conservées : en mémoire seulement</translation>
    </message>
    <message>
        <source>Features kept: {} of {}</source>
        <translation>Caractéristiques conservées : {} sur {}</translation>
    </message>
    <message>
        <source>What the engine has computed of images, so that the live map need not wait for it.</source>
        <translation>Ce que le moteur a calculé des images, pour que la carte en direct n'ait pas à l'attendre.</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Berunda: help</source>
        <translation>Berunda : aide</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Sommaire</translation>
    </message>
</context>
<context>
    <name>ImageryPanel</name>
    <message>
        <source>The orthophoto or satellite image to map: a raster file on this machine</source>
        <translation>L'orthophoto ou l'image satellite à cartographier : un fichier raster sur cette machine</translation>
    </message>
    <message>
        <source>Bands to learn from; alpha is left out</source>
        <translation>Bandes à partir desquelles apprendre ; la bande alpha est exclue</translation>
    </message>
    <message>
        <source>Further images of the same bands that the auxiliary loss learns from, without labels</source>
        <translation>Autres images aux mêmes bandes, à partir desquelles les fonctions de perte auxiliaires apprennent, sans étiquettes</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Where to learn without labels, and what to map</source>
        <translation>Où apprendre sans étiquettes, et que cartographier</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>Image entière</translation>
    </message>
    <message>
        <source>Canvas extent</source>
        <translation>Emprise du canevas</translation>
    </message>
    <message>
        <source>Polygon layer</source>
        <translation>Couche de polygones</translation>
    </message>
    <message>
        <source>Its selected polygons, or all of them where none is selected</source>
        <translation>Ses polygones sélectionnés, ou tous si aucun n'est sélectionné</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>Also learn from</source>
        <translation>Apprendre aussi de</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>{} × {} px, not georeferenced</source>
        <translation>{} × {} px, non géoréférencée</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>{} × {} px of {:.4g}{}, {}</source>
        <translation>{} × {} px de {:.4g}{}, {}</translation>
    </message>
</context>
<context>
    <name>InspectPanel</name>
    <message>
        <source>Values under the mouse, areas, and two maps side by side (I)</source>
        <translation>Valeurs sous la souris, surfaces, et deux cartes côte à côte (I)</translation>
    </message>
    <message>
        <source>The masked map is {}.</source>
        <translation>La carte masquée est {}.</translation>
    </message>
    <message>
        <source>Inspect (parts are hidden)</source>
        <translation>Inspecter (des parties sont masquées)</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Inspecter</translation>
    </message>
    <message>
        <source>Export masked map</source>
        <translation>Exporter la carte masquée</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>{} was not done within {:g} s: allow more time</source>
        <translation>{} n'était pas terminé au bout de {:g} s : accordez plus de temps</translation>
    </message>
</context>
<context>
    <name>KeptFeatures</name>
    <message>
        <source>The engine is at work: the choice takes effect when it is started the next time.</source>
        <translation>Le moteur travaille : le choix prendra effet à son prochain démarrage.</translation>
    </message>
</context>
<context>
    <name>LabelFilePanel</name>
    <message>
        <source>New labels</source>
        <translation>Nouvelles étiquettes</translation>
    </message>
    <message>
        <source>Start a label file beside the project, or beside the image while the project is unsaved</source>
        <translation>Commencer un fichier d'étiquettes à côté du projet, ou à côté de l'image tant que le projet n'est pas enregistré</translation>
    </message>
    <message>
        <source>At another path…</source>
        <translation>À un autre emplacement…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Ouvrir…</translation>
    </message>
    <message>
        <source>Go on with an existing label file</source>
        <translation>Continuer avec un fichier d'étiquettes existant</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>Pas encore d'étiquettes</translation>
    </message>
    <message>
        <source>New label file</source>
        <translation>Nouveau fichier d'étiquettes</translation>
    </message>
    <message>
        <source>Open label file</source>
        <translation>Ouvrir un fichier d'étiquettes</translation>
    </message>
</context>
<context>
    <name>LabelToolsPanel</name>
    <message>
        <source>Brush</source>
        <translation>Pinceau</translation>
    </message>
    <message>
        <source>Paint with a brush (B): drag, or click for a dot</source>
        <translation>Peindre au pinceau (B) : glisser, ou cliquer pour un point</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>Paint a polygon (P): click its corners, double-click or right-click to close</source>
        <translation>Peindre un polygone (P) : cliquer sur ses sommets, double clic ou clic droit pour fermer</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Gomme</translation>
    </message>
    <message>
        <source>Erase labels of every class (E)</source>
        <translation>Effacer les étiquettes de toutes les classes (E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Undo the last stroke (Ctrl+Z)</source>
        <translation>Annuler le dernier trait (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refaire</translation>
    </message>
    <message>
        <source>Redo the last undone stroke (Ctrl+Shift+Z)</source>
        <translation>Refaire le dernier trait annulé (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>1–9 class · X last class · [ ] size · N next place · L live · Space pans</source>
        <translation>1–9 classe · X dernière classe · [ ] taille · N lieu suivant · L en direct · Space déplace</translation>
    </message>
    <message>
        <source>Diameter of brush and eraser in screen pixels ([ and ], or Shift and the wheel)</source>
        <translation>Diamètre du pinceau et de la gomme en pixels d'écran ([ et ], ou Shift et la molette)</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
</context>
<context>
    <name>LearningPlot</name>
    <message>
        <source>Losses and held-out accuracy appear here while the engine learns.</source>
        <translation>Les pertes et la précision réservée apparaissent ici pendant que le moteur apprend.</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>pas {}</translation>
    </message>
    <message>
        <source>held-out accuracy {} %</source>
        <translation>précision réservée {} %</translation>
    </message>
</context>
<context>
    <name>LiveAccuracyRow</name>
    <message>
        <source>features: {:.0f} %</source>
        <translation>caractéristiques : {:.0f} %</translation>
    </message>
    <message>
        <source>Groups of similar pixels: paint what you recognise.</source>
        <translation>Groupes de pixels semblables : peignez ce que vous reconnaissez.</translation>
    </message>
    <message>
        <source>Dark where it is like the place that you clicked.</source>
        <translation>Foncé là où cela ressemble au lieu où vous avez cliqué.</translation>
    </message>
    <message>
        <source>Dark where it is like your strokes: paint a second class.</source>
        <translation>Foncé là où cela ressemble à vos traits : peignez une deuxième classe.</translation>
    </message>
    <message>
        <source>Too few strokes to measure the accuracy.</source>
        <translation>Trop peu de traits pour mesurer la précision.</translation>
    </message>
    <message>
        <source>{} % on strokes it had not seen ({} strokes)</source>
        <translation>{} % sur des traits jamais vus ({} traits)</translation>
    </message>
    <message>
        <source>The confidence is not calibrated yet: that takes more strokes.</source>
        <translation>La confiance n'est pas encore calibrée : il faut plus de traits.</translation>
    </message>
</context>
<context>
    <name>LiveMap</name>
    <message>
        <source>The place is not on the image: click on the image.</source>
        <translation>Le lieu n'est pas sur l'image : cliquez sur l'image.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: the live map follows once they are.</source>
        <translation>Les étiquettes ont des modifications non enregistrées : la carte en direct suivra une fois qu'elles le seront.</translation>
    </message>
    <message>
        <source>A part of the live map cannot be read ({}): it is asked for with the next change.</source>
        <translation>Une partie de la carte en direct ne peut pas être lue ({}) : elle sera demandée à la prochaine modification.</translation>
    </message>
    <message>
        <source>Live is switched off, since the engine died twice: {}</source>
        <translation>En direct est désactivé, car le moteur s'est interrompu deux fois : {}</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Live</source>
        <translation>En direct</translation>
    </message>
    <message>
        <source>Map what the canvas shows after every stroke (L)</source>
        <translation>Cartographier ce que montre le canevas après chaque trait (L)</translation>
    </message>
    <message>
        <source>What of the live map is drawn</source>
        <translation>Ce qui est dessiné de la carte en direct</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>Show groups of similar pixels, which need no strokes, until you paint</source>
        <translation>Afficher des groupes de pixels semblables, qui ne demandent aucun trait, jusqu'à ce que vous peigniez</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Semblable</translation>
    </message>
    <message>
        <source>Click on the map to see what is like that place, until you paint</source>
        <translation>Cliquer sur la carte pour voir ce qui ressemble à ce lieu, jusqu'à ce que vous peigniez</translation>
    </message>
    <message>
        <source>Train with the recipe instant and map the whole image; model and map replace the earlier ones as with Train and Predict</source>
        <translation>Entraîner avec la recette instant et cartographier l'image entière ; le modèle et la carte remplacent les antérieurs comme avec Entraîner et Prédire</translation>
    </message>
    <message>
        <source>Map everything</source>
        <translation>Carte entière</translation>
    </message>
    <message>
        <source>Opacity of the live map: {} %</source>
        <translation>Opacité de la carte en direct : {} %</translation>
    </message>
</context>
<context>
    <name>LossList</name>
    <message>
        <source>More losses…</source>
        <translation>Autres pertes…</translation>
    </message>
    <message>
        <source>The losses that are not part of the training</source>
        <translation>Les fonctions de perte qui ne font pas partie de l'entraînement</translation>
    </message>
</context>
<context>
    <name>LossRow</name>
    <message>
        <source>Its share λ in the total loss; {:g} is the default</source>
        <translation>Sa part λ dans la perte totale ; {:g} par défaut</translation>
    </message>
    <message>
        <source>What it does, and its numbers once it is chosen</source>
        <translation>Ce qu'elle fait, et ses nombres une fois qu'elle est choisie</translation>
    </message>
    <message>
        <source>experimental</source>
        <translation>expérimental</translation>
    </message>
    <message>
        <source>Not yet shown to help: look closely at what it does to the map</source>
        <translation>Son utilité n'est pas encore montrée : regardez de près ce qu'elle fait à la carte</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>No tuning: keeps the loss's gradient at a fixed share of the supervised loss's gradient</source>
        <translation>Aucun réglage : garde le gradient de cette perte à une part fixe de celui de la perte supervisée</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>The part of the training in which the loss takes part; 0 to 100 % is all of it</source>
        <translation>La partie de l'entraînement à laquelle cette perte participe ; 0 à 100 % en est la totalité</translation>
    </message>
    <message>
        <source>{:g} to {:g}; {:g} is the default</source>
        <translation>{:g} à {:g} ; {:g} par défaut</translation>
    </message>
    <message>
        <source>; multiples of {:g}</source>
        <translation>, multiples de {:g}</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Confidence below</source>
        <translation>Confiance sous</translation>
    </message>
    <message>
        <source>Hide places of the class map with a lower confidence</source>
        <translation>Masquer les lieux de la carte des classes dont la confiance est plus basse</translation>
    </message>
    <message>
        <source>OOD above</source>
        <translation>OOD au-dessus de</translation>
    </message>
    <message>
        <source>Hide places of the class map that are less like the training area</source>
        <translation>Masquer les lieux de la carte des classes qui ressemblent moins à la zone d'entraînement</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>comptage…</translation>
    </message>
    <message>
        <source>Export masked map…</source>
        <translation>Exporter la carte masquée…</translation>
    </message>
    <message>
        <source>Write the class map without the hidden places as a GeoTIFF</source>
        <translation>Écrire en GeoTIFF la carte des classes sans les lieux masqués</translation>
    </message>
    <message>
        <source>Hide on the class map</source>
        <translation>Masquer sur la carte des classes</translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>The last lines of the engine's log</source>
        <translation>Les dernières lignes du journal du moteur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>OodBandRow</name>
    <message>
        <source>Novel here: unlike every labelled class; foreign: unlike the training imagery</source>
        <translation>Nouveau ici : différent de toutes les classes étiquetées ; étranger : différent de l'imagerie d'entraînement</translation>
    </message>
    <message>
        <source>OOD layer shows</source>
        <translation>La couche OOD montre</translation>
    </message>
</context>
<context>
    <name>PolygonDialog</name>
    <message>
        <source>Export class map as polygons</source>
        <translation>Exporter la carte des classes en polygones</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Smaller regions take the class of their largest neighbour</source>
        <translation>Les régions plus petites prennent la classe de leur plus grande voisine</translation>
    </message>
    <message>
        <source>The map's reference system has no unit of length, so that areas are not known</source>
        <translation>Le système de référence de la carte n'a pas d'unité de longueur : les surfaces ne sont pas connues</translation>
    </message>
    <message>
        <source>Smooth borders</source>
        <translation>Limites lissées</translation>
    </message>
    <message>
        <source>Without it, borders follow the edges of the pixels</source>
        <translation>Sinon, les limites suivent les bords des pixels</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Minimum area</source>
        <translation>Surface minimale</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>What the engine is doing</source>
        <translation>Ce que fait le moteur</translation>
    </message>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>Losses on a logarithmic axis</source>
        <translation>Pertes sur un axe logarithmique</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} sur {}</translation>
    </message>
    <message>
        <source>{}:{:02d} left</source>
        <translation>reste {}:{:02d}</translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>0  Don't know</source>
        <translation>0  Je ne sais pas</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Take the last answer back (Backspace)</source>
        <translation>Retirer la dernière réponse (Backspace)</translation>
    </message>
    <message>
        <source>Show map</source>
        <translation>Afficher la carte</translation>
    </message>
    <message>
        <source>Look at what the map says here (M)</source>
        <translation>Voir ce que dit la carte ici (M)</translation>
    </message>
    <message>
        <source>Map and labels are hidden, so that the imagery alone decides. M shows the map, Backspace takes an answer back, Esc leaves; go on whenever you like.</source>
        <translation>Carte et étiquettes sont masquées, pour que l'imagerie seule décide. M affiche la carte, Backspace retire une réponse, Esc quitte ; continuez quand vous voulez.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {}&lt;/b&gt;: which class is at the mark?</source>
        <translation>&lt;b&gt;{} sur {}&lt;/b&gt; : quelle classe se trouve au repère ?</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>Il n'y a pas de classe numéro {} : la liste en a {}.</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>No map yet: train on your strokes, then predict.</source>
        <translation>Pas encore de carte : entraînez sur vos traits, puis prédisez.</translation>
    </message>
    <message>
        <source>Compare sites…</source>
        <translation>Comparer les sites…</translation>
    </message>
    <message>
        <source>How well the labels, or one image, represent the other images: a report, and where to label</source>
        <translation>À quel point les étiquettes, ou une image, représentent les autres images : un rapport, et où étiqueter</translation>
    </message>
</context>
<context>
    <name>Revival</name>
    <message>
        <source>Live</source>
        <translation>En direct</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Train</source>
        <translation>Entraîner</translation>
    </message>
    <message>
        <source>Learn from the strokes and the unlabelled rest of the image</source>
        <translation>Apprendre à partir des traits et du reste non étiqueté de l'image</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Prédire</translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation>Ouvrir un modèle…</translation>
    </message>
    <message>
        <source>Predict as soon as trained</source>
        <translation>Prédire dès la fin de l'entraînement</translation>
    </message>
    <message>
        <source>Also write class probabilities</source>
        <translation>Écrire aussi les probabilités des classes</translation>
    </message>
    <message>
        <source>The next map gets a raster with a band for each class</source>
        <translation>La prochaine carte reçoit un raster avec une bande par classe</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Forcer l'arrêt</translation>
    </message>
    <message>
        <source>The engine is asked to stop; click again if it does not react</source>
        <translation>Le moteur est prié de s'arrêter ; cliquez à nouveau s'il ne réagit pas</translation>
    </message>
    <message>
        <source>Stop at the next step; the model as far as it got is kept</source>
        <translation>Arrêter au prochain pas ; le modèle est conservé dans l'état atteint</translation>
    </message>
    <message>
        <source>Map the image with {}</source>
        <translation>Cartographier l'image avec {}</translation>
    </message>
    <message>
        <source>Map the image; needs a trained or opened model</source>
        <translation>Cartographier l'image ; nécessite un modèle entraîné ou ouvert</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Ouvrir un modèle</translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>The folder {} cannot be created ({}): save the project elsewhere, or choose a path for the labels.</source>
        <translation>Le dossier {} ne peut pas être créé ({}) : enregistrez le projet ailleurs, ou choisissez un emplacement pour les étiquettes.</translation>
    </message>
    <message>
        <source>The project's recipe {} does not exist in this version: recipe {} is used instead.</source>
        <translation>La recette {} du projet n'existe pas dans cette version : la recette {} est utilisée à la place.</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>Le moteur travaille : arrêtez-le avant de vérifier son Python.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>Le moteur travaille ({}) : attendez, ou arrêtez-le d'abord.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>Le dossier {} ne peut pas être créé ({}) : choisissez un autre dossier de sortie sous Avancé.</translation>
    </message>
</context>
<context>
    <name>SitesTable</name>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Label file (optional)</source>
        <translation>Fichier d'étiquettes (facultatif)</translation>
    </message>
    <message>
        <source>Label file of this image</source>
        <translation>Fichier d'étiquettes de cette image</translation>
    </message>
</context>
<context>
    <name>SitesWindow</name>
    <message>
        <source>Compare sites</source>
        <translation>Comparer les sites</translation>
    </message>
    <message>
        <source>Tick images, and give the label files that a model would learn from. The report says how much of each image the labelled areas represent, and where to label; without label files, how much of the others the first ticked image represents.</source>
        <translation>Cochez des images, et donnez les fichiers d'étiquettes à partir desquels un modèle apprendrait. Le rapport dit quelle part de chaque image les zones étiquetées représentent, et où étiqueter ; sans fichiers d'étiquettes, quelle part des autres la première image cochée représente.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Ouvrir le rapport</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Forcer l'arrêt</translation>
    </message>
</context>
<context>
    <name>SuggestionsPanel</name>
    <message>
        <source>Label here next</source>
        <translation>Étiqueter ici ensuite</translation>
    </message>
    <message>
        <source>The place before (Shift+N)</source>
        <translation>Le lieu précédent (Shift+N)</translation>
    </message>
    <message>
        <source>The next place without a stroke (N)</source>
        <translation>Le lieu suivant sans trait (N)</translation>
    </message>
    <message>
        <source>All suggested places have a stroke: train again, then ask for new ones.</source>
        <translation>Tous les lieux suggérés ont un trait : entraînez à nouveau, puis demandez-en de nouveaux.</translation>
    </message>
    <message>
        <source>There are no suggested places: click Label here next, once a model is trained.</source>
        <translation>Il n'y a pas de lieux suggérés : cliquez sur Étiqueter ici ensuite, une fois un modèle entraîné.</translation>
    </message>
    <message>
        <source>Place {} cannot be shown in the project's CRS.</source>
        <translation>Le lieu {} ne peut pas être affiché dans le SCR du projet.</translation>
    </message>
    <message>
        <source>Place {} of {}: {} Paint what is there; N goes on.</source>
        <translation>Lieu {} sur {} : {} Peignez ce qui s'y trouve ; N continue.</translation>
    </message>
    <message>
        <source>The engine is at work: wait, or stop it first</source>
        <translation>Le moteur travaille : attendez, ou arrêtez-le d'abord</translation>
    </message>
    <message>
        <source>Suggest places where the next strokes help the map most; needs a trained model</source>
        <translation>Suggérer des lieux où les prochains traits aident le plus la carte ; nécessite un modèle entraîné</translation>
    </message>
    <message>
        <source>{} of {} labelled</source>
        <translation>{} sur {} étiquetés</translation>
    </message>
</context>
<context>
    <name>SwipeRow</name>
    <message>
        <source>Left of the line</source>
        <translation>À gauche de la ligne</translation>
    </message>
    <message>
        <source>Right of the line</source>
        <translation>À droite de la ligne</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Balayer</translation>
    </message>
    <message>
        <source>Drag a line over the map, one layer on each side of it; Esc ends</source>
        <translation>Glisser une ligne sur la carte, avec une couche de chaque côté ; Esc termine</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Recipe</source>
        <translation>Recette</translation>
    </message>
    <message>
        <source>estimated on the imagery</source>
        <translation>estimé sur l'imagerie</translation>
    </message>
    <message>
        <source>balanced as drawn</source>
        <translation>équilibré comme au tirage</translation>
    </message>
    <message>
        <source>Voters</source>
        <translation>Votants</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>A priori des classes</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Fonctions de perte</translation>
    </message>
    <message>
        <source>Back to the recipe</source>
        <translation>Revenir à la recette</translation>
    </message>
    <message>
        <source>Compare losses…</source>
        <translation>Comparer les pertes…</translation>
    </message>
    <message>
        <source>Train several choices one after the other, and look at their maps side by side</source>
        <translation>Entraîner plusieurs choix l'un après l'autre, et regarder leurs cartes côte à côte</translation>
    </message>
    <message>
        <source>Undo what differs from it: {}</source>
        <translation>Annuler ce qui en diffère : {}</translation>
    </message>
    <message>
        <source>How frequent the classes are is estimated on unlabelled pixels.</source>
        <translation>La fréquence des classes est estimée sur les pixels non étiquetés.</translation>
    </message>
    <message>
        <source>All classes count as equally frequent, as they are drawn.</source>
        <translation>Toutes les classes comptent comme également fréquentes, comme elles sont tirées.</translation>
    </message>
    <message>
        <source>The engine's losses are listed here once it is ready.</source>
        <translation>Les fonctions de perte du moteur sont listées ici une fois qu'il est prêt.</translation>
    </message>
    <message>
        <source>None is chosen: training is purely supervised.</source>
        <translation>Aucune n'est choisie : l'entraînement est purement supervisé.</translation>
    </message>
    <message>
        <source>Without training steps no loss takes part.</source>
        <translation>Sans pas d'entraînement, aucune fonction de perte ne participe.</translation>
    </message>
    <message>
        <source>They learn from the unlabelled imagery.</source>
        <translation>Elles apprennent à partir de l'imagerie non étiquetée.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
</context>
<context>
    <name>ValueReadout</name>
    <message>
        <source>No class probabilities: tick them beside Predict for the next map.</source>
        <translation>Pas de probabilités des classes : cochez-les à côté de Prédire pour la prochaine carte.</translation>
    </message>
    <message>
        <source>Move the mouse over the map.</source>
        <translation>Déplacez la souris sur la carte.</translation>
    </message>
    <message>
        <source>Confidence {}</source>
        <translation>Confiance {}</translation>
    </message>
    <message>
        <source>OOD {}</source>
        <translation>OOD {}</translation>
    </message>
    <message>
        <source>OOD {} (novel here {}, foreign {})</source>
        <translation>OOD {} (nouveau ici {}, étranger {})</translation>
    </message>
</context>
<context>
    <name>VotersRow</name>
    <message>
        <source>Feature probe</source>
        <translation>Classifieur de caractéristiques</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>no feature probe</source>
        <translation>sans classifieur de caractéristiques</translation>
    </message>
    <message>
        <source>The feature probe cannot vote alone, since the encoder of {} keeps no pretrained weights: choose another backbone or recipe.</source>
        <translation>Le classifieur de caractéristiques ne peut pas voter seul, car l'encodeur de {} ne garde pas de poids préentraînés : choisissez un autre réseau de base ou une autre recette.</translation>
    </message>
    <message>
        <source>The encoder of {} keeps no pretrained weights: the decoder votes alone.</source>
        <translation>L'encodeur de {} ne garde pas de poids préentraînés : le décodeur vote seul.</translation>
    </message>
    <message>
        <source>The decoder votes alone.</source>
        <translation>Le décodeur vote seul.</translation>
    </message>
    <message>
        <source>The feature probe votes alone.</source>
        <translation>Le classifieur de caractéristiques vote seul.</translation>
    </message>
    <message>
        <source>Feature probe {} %, decoder {} % of the vote.</source>
        <translation>Classifieur de caractéristiques {} %, décodeur {} % du vote.</translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>1. Add an orthophoto or a satellite image to the project, and choose it below.</source>
        <translation>1. Ajoutez une orthophoto ou une image satellite au projet, et choisissez-la ci-dessous.</translation>
    </message>
    <message>
        <source>2. Paint a few strokes of each class on it: the map appears while you paint.</source>
        <translation>2. Peignez-y quelques traits de chaque classe : la carte apparaît pendant que vous peignez.</translation>
    </message>
    <message>
        <source>3. &lt;b&gt;Map everything&lt;/b&gt; writes the map of the whole image, &lt;b&gt;Train&lt;/b&gt; a better one.</source>
        <translation>3. &lt;b&gt;Carte entière&lt;/b&gt; écrit la carte de l'image entière, &lt;b&gt;Entraîner&lt;/b&gt; une meilleure.</translation>
    </message>
    <message>
        <source>Load the sample</source>
        <translation>Charger l'exemple</translation>
    </message>
    <message>
        <source>An orthophoto of 0.7 km² with 40 strokes of five classes</source>
        <translation>Une orthophoto de 0,7 km² avec 40 traits de cinq classes</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Opacity</source>
        <translation>Opacité</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Seule</translation>
    </message>
    <message>
        <source>Show this layer and hide the other two</source>
        <translation>Afficher cette couche et masquer les deux autres</translation>
    </message>
</context>
</TS>
