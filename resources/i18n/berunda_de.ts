<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AccuracyTable</name>
    <message>
        <source>User's</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Of what the map shows as this class, the share that is it; below, the 95 % interval</source>
        <translation>Anteil dessen, was die Karte als diese Klasse zeigt, der es wirklich ist; darunter das 95-%-Intervall</translation>
    </message>
    <message>
        <source>Producer's</source>
        <translation>Produzent</translation>
    </message>
    <message>
        <source>Of what truly is this class, the share that the map shows as it</source>
        <translation>Anteil dessen, was wirklich diese Klasse ist, den auch die Karte so zeigt</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>The share of the area that truly is this class: the map's count, corrected for its errors</source>
        <translation>Der Anteil der Fläche, der wirklich diese Klasse ist: die Zählung der Karte, um ihre Fehler berichtigt</translation>
    </message>
    <message>
        <source>{}: {} of the answered points lie where the map shows it</source>
        <translation>{}: {} der beantworteten Punkte liegen dort, wo die Karte diese Klasse zeigt</translation>
    </message>
    <message>
        <source>{} square map units ({} to {})</source>
        <translation>{} Karteneinheiten im Quadrat ({} bis {})</translation>
    </message>
    <message>
        <source>{} ha ({} to {})</source>
        <translation>{} ha ({} bis {})</translation>
    </message>
</context>
<context>
    <name>AdvancedPanel</name>
    <message>
        <source>Folder for models and maps of this image</source>
        <translation>Ordner für Modelle und Karten dieses Bildes</translation>
    </message>
    <message>
        <source>Keep earlier maps and models</source>
        <translation>Frühere Karten und Modelle behalten</translation>
    </message>
    <message>
        <source>Otherwise the next run replaces the last one's</source>
        <translation>Sonst ersetzt der nächste Lauf die des letzten</translation>
    </message>
    <message>
        <source>The engine's Python; empty takes the one installed for Berunda</source>
        <translation>Das Python der Engine; leer für das mit Berunda installierte</translation>
    </message>
    <message>
        <source>installed with Berunda</source>
        <translation>mit Berunda installiert</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Start the engine with this Python and see what it offers</source>
        <translation>Die Engine mit diesem Python starten und sehen, was sie bietet</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>Engine {} is ready: {}</source>
        <translation>Engine {} ist bereit: {}</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>Die Engine läuft nicht.</translation>
    </message>
</context>
<context>
    <name>AreaTable</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Fläche (ha)</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Ausgeblendet</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Alle Klassen</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>The live map needs a temporary folder, which cannot be made: {}.</source>
        <translation>Die Live-Karte braucht einen temporären Ordner, der nicht angelegt werden kann: {}.</translation>
    </message>
</context>
<context>
    <name>AuxiliaryRow</name>
    <message>
        <source>Auxiliary losses that the model was trained with</source>
        <translation>Hilfsverluste, mit denen das Modell trainiert wurde</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Compute what this head has learned, and add it to the results</source>
        <translation>Berechnen, was dieser Kopf gelernt hat, und zu den Ergebnissen hinzufügen</translation>
    </message>
    <message>
        <source>The model has no head whose output can be shown.</source>
        <translation>Das Modell hat keinen Kopf, dessen Ausgabe gezeigt werden kann.</translation>
    </message>
    <message>
        <source>Auxiliary output</source>
        <translation>Hilfsausgabe</translation>
    </message>
</context>
<context>
    <name>Berunda</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>network; see `models`</source>
        <translation>Netz; siehe `models`</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Backbone</translation>
    </message>
    <message>
        <source>encoder and decoder of the network; see `models`</source>
        <translation>Encoder und Decoder des Netzes; siehe `models`</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>channels of the decoder's last level: with more, finer differences are learned, in more time</source>
        <translation>Kanäle der letzten Stufe des Decoders: Mehr lernen feinere Unterschiede und brauchen mehr Zeit</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Starten mit</translation>
    </message>
    <message>
        <source>Berunda model or encoder weights to start from, for backbone transformers a folder; empty for the backbone's own</source>
        <translation>Berunda-Modell oder Encoder-Gewichte zum Starten, für das Backbone transformers ein Ordner; leer für die eigenen Gewichte des Backbones</translation>
    </message>
    <message>
        <source>Feature probe</source>
        <translation>Merkmalsklassifikator</translation>
    </message>
    <message>
        <source>share in the vote on the map of a classifier of the pretrained encoder's features; 0 for none, 1 for that classifier alone</source>
        <translation>Anteil eines Klassifikators der Merkmale des vortrainierten Encoders an der Abstimmung über die Karte; 0 für keinen, 1 für ihn allein</translation>
    </message>
    <message>
        <source>Unlabelled share of the probe</source>
        <translation>Anteil ohne Label im Merkmalsklassifikator</translation>
    </message>
    <message>
        <source>share of the feature probe's covariances that comes from unlabelled imagery; 0 for none</source>
        <translation>Anteil der Kovarianzen des Merkmalsklassifikators, der aus ungelabelten Bilddaten stammt; 0 für keinen</translation>
    </message>
    <message>
        <source>radius of the windows over which the feature probe's probabilities are smoothed, along the edges of the image; 0 for none</source>
        <translation>Radius der Fenster, in denen die Wahrscheinlichkeiten des Merkmalsklassifikators entlang der Kanten des Bildes geglättet werden; 0 für keine</translation>
    </message>
    <message>
        <source>Auxiliary losses</source>
        <translation>Hilfsverluste</translation>
    </message>
    <message>
        <source>auxiliary loss, see `losses`; WEIGHT may be auto, start and end are shares of the training; none for purely supervised training</source>
        <translation>Hilfsverlust, siehe `losses`; WEIGHT kann auto sein, start und end sind Anteile des Trainings; none für rein überwachtes Training</translation>
    </message>
    <message>
        <source>recipe of a first training, on half of the budget, whose map labels all pixels without strokes for this one; empty for none</source>
        <translation>Rezept eines ersten Trainings mit der Hälfte des Budgets, dessen Karte alle Pixel ohne Striche für dieses Training labelt; leer für keines</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>A-priori-Verteilung</translation>
    </message>
    <message>
        <source>class prior on the map: balanced as drawn, or estimated on unlabelled pixels</source>
        <translation>A-priori-Klassenverteilung der Karte: ausgeglichen wie gezogen oder auf ungelabelten Pixeln geschätzt</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>training steps</source>
        <translation>Trainingsschritte</translation>
    </message>
    <message>
        <source>training time, in place of steps</source>
        <translation>Trainingszeit anstelle von Schritten</translation>
    </message>
    <message>
        <source>side of a training patch</source>
        <translation>Seitenlänge eines Trainingsausschnitts</translation>
    </message>
    <message>
        <source>labelled patches a step</source>
        <translation>gelabelte Ausschnitte je Schritt</translation>
    </message>
    <message>
        <source>patches a step drawn anywhere; auto for as many as the auxiliary losses ask for</source>
        <translation>an beliebigen Stellen gezogene Ausschnitte je Schritt; auto für so viele, wie die Hilfsverluste verlangen</translation>
    </message>
    <message>
        <source>peak learning rate</source>
        <translation>höchste Lernrate</translation>
    </message>
    <message>
        <source>share of the learning rate for pretrained weights; 0 freezes them</source>
        <translation>Anteil der Lernrate für vortrainierte Gewichte; 0 friert sie ein</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>schedule of the learning rate</source>
        <translation>Verlauf der Lernrate</translation>
    </message>
    <message>
        <source>share of the training with auxiliary losses alone</source>
        <translation>Anteil des Trainings mit Hilfsverlusten allein</translation>
    </message>
    <message>
        <source>share of a tile that the next one covers again</source>
        <translation>Anteil einer Kachel, den die nächste erneut abdeckt</translation>
    </message>
    <message>
        <source>side of a tile</source>
        <translation>Seitenlänge einer Kachel</translation>
    </message>
    <message>
        <source>Test-time rotations</source>
        <translation>Drehungen bei der Vorhersage</translation>
    </message>
    <message>
        <source>test-time augmentation: quarter-turn rotations of each tile that are averaged</source>
        <translation>Test-Time-Augmentation: Vierteldrehungen jeder Kachel, über die gemittelt wird</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>seed of everything random</source>
        <translation>Startwert für alles Zufällige</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>device to compute on</source>
        <translation>Gerät, auf dem gerechnet wird</translation>
    </message>
    <message>
        <source>What did best in our measurements: a map in about a minute.</source>
        <translation>Was in unseren Messungen am besten abschnitt: eine Karte in etwa einer Minute.</translation>
    </message>
    <message>
        <source>The feature probe alone, without training steps: a map in seconds.</source>
        <translation>Der Merkmalsklassifikator allein, ohne Trainingsschritte: eine Karte in Sekunden.</translation>
    </message>
    <message>
        <source>The default without anything that uses unlabelled pixels: the yardstick for what they add.</source>
        <translation>Das Standardrezept ohne alles, was ungelabelte Pixel nutzt: der Maßstab dafür, was sie beitragen.</translation>
    </message>
    <message>
        <source>Half the default budget: a first impression in half a minute.</source>
        <translation>Die Hälfte des Standardbudgets: ein erster Eindruck in einer halben Minute.</translation>
    </message>
    <message>
        <source>Three decoders trained on different patches and averaged, at seven times the default budget: for the map to deliver.</source>
        <translation>Drei Decoder, auf verschiedenen Ausschnitten trainiert und gemittelt, mit dem Siebenfachen des Standardbudgets: für die endgültige Karte.</translation>
    </message>
    <message>
        <source>The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.</source>
        <translation>Das Verfahren der ersten BerundaNet-Veröffentlichung: Tage auf einem Prozessor, Stunden auf einer Grafikkarte.</translation>
    </message>
    <message>
        <source>For single labelled pixels: a network at full resolution, smoothed by total variation.</source>
        <translation>Für einzelne gelabelte Pixel: ein Netz in voller Auflösung, durch totale Variation geglättet.</translation>
    </message>
    <message>
        <source>Trains on its own confident predictions under changed colours: slow, for large images.</source>
        <translation>Trainiert mit den eigenen sicheren Vorhersagen bei veränderten Farben: langsam, für große Bilder.</translation>
    </message>
    <message>
        <source>A first training with FixMatch labels all pixels, a second one learns them with an energy model of likely imagery; experimental and slow.</source>
        <translation>Ein erstes Training mit FixMatch labelt alle Pixel, ein zweites lernt sie mit einem Energiemodell wahrscheinlicher Bilddaten; experimentell und langsam.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes and learns which are likely: for likelihoods of whole images, coarse maps and generated samples; experimental.</source>
        <translation>Klassifiziert Quadrate von 32 Pixeln als Ganzes und lernt, welche wahrscheinlich sind: für Likelihoods ganzer Bilder, grobe Karten und erzeugte Stichproben; experimentell.</translation>
    </message>
    <message>
        <source>Shares all but the last layer with the auxiliary losses: small and fast, the usual choice.</source>
        <translation>Teilt alle Schichten außer der letzten mit den Hilfsverlusten: klein und schnell, die übliche Wahl.</translation>
    </message>
    <message>
        <source>Shares only the encoder: for auxiliary losses whose task differs much from classification.</source>
        <translation>Teilt nur den Encoder: für Hilfsverluste, deren Aufgabe stark von der Klassifikation abweicht.</translation>
    </message>
    <message>
        <source>Averages three decoders on one encoder: steadier maps from few strokes; used by recipe thorough.</source>
        <translation>Mittelt drei Decoder auf einem Encoder: stabilere Karten aus wenigen Strichen; vom Rezept thorough verwendet.</translation>
    </message>
    <message>
        <source>Reconstructs the image from the class map, so that auxiliary losses act on the map directly; slow.</source>
        <translation>Rekonstruiert das Bild aus der Klassenkarte, sodass Hilfsverluste direkt auf die Karte wirken; langsam.</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0, pretrained on ImageNet and frozen, with a small decoder: the best from few strokes.</source>
        <translation>EfficientNet-Lite0, auf ImageNet vortrainiert und eingefroren, mit kleinem Decoder: das Beste bei wenigen Strichen.</translation>
    </message>
    <message>
        <source>A U-Net on 2x2 blocks of pixels: four times faster than unet, with twice its receptive field.</source>
        <translation>Ein U-Net auf Blöcken von 2x2 Pixeln: viermal schneller als unet, mit doppelt so großem rezeptivem Feld.</translation>
    </message>
    <message>
        <source>The original U-Net at full resolution: slower, for classes with details of one or two pixels.</source>
        <translation>Das ursprüngliche U-Net in voller Auflösung: langsamer, für Klassen mit Details von ein oder zwei Pixeln.</translation>
    </message>
    <message>
        <source>A ResNet-18 encoder with a U-Net decoder, for pretrained weights in a file; slow to train without.</source>
        <translation>Ein ResNet-18-Encoder mit U-Net-Decoder, für vortrainierte Gewichte in einer Datei; ohne diese lernt er langsam.</translation>
    </message>
    <message>
        <source>An encoder of the Python package transformers, such as DINOv2, from a folder of yours, with a small decoder.</source>
        <translation>Ein Encoder des Python-Pakets transformers, etwa DINOv2, aus einem eigenen Ordner, mit kleinem Decoder.</translation>
    </message>
    <message>
        <source>SegNet, which upsamples by the positions of its pooling maxima: sharp borders with little memory.</source>
        <translation>SegNet, das mit den Positionen seiner Pooling-Maxima hochskaliert: scharfe Grenzen bei wenig Speicher.</translation>
    </message>
    <message>
        <source>A U-Net with group normalisation and smooth activations, as auxiliary loss jem requires.</source>
        <translation>Ein U-Net mit Gruppennormalisierung und glatten Aktivierungen, wie es der Hilfsverlust jem verlangt.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes: coarse maps of textured classes, and with auxiliary loss jem the likelihood of each square.</source>
        <translation>Klassifiziert Quadrate von 32 Pixeln als Ganzes: grobe Karten texturierter Klassen und mit dem Hilfsverlust jem die Likelihood jedes Quadrats.</translation>
    </message>
    <message>
        <source>Trains on the map's own confident predictions under changed colours and mixed patches; for long trainings on large images, as it takes three times as long and short trainings gain nothing.</source>
        <translation>Trainiert mit den eigenen sicheren Vorhersagen der Karte bei veränderten Farben und gemischten Ausschnitten; für lange Trainings auf großen Bildern, da es dreimal so lange dauert und kurze Trainings nichts gewinnen.</translation>
    </message>
    <message>
        <source>Higher values use only the most confident predictions.</source>
        <translation>Höhere Werte verwenden nur die sichersten Vorhersagen.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on colours.</source>
        <translation>Höhere Werte machen die Karte weniger von Farben abhängig.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on the surroundings.</source>
        <translation>Höhere Werte machen die Karte weniger von der Umgebung abhängig.</translation>
    </message>
    <message>
        <source>Hides a square of each patch and reconstructs it from its surroundings; for scenes with continuing patterns such as streets, roofs or crop rows.</source>
        <translation>Verdeckt ein Quadrat jedes Ausschnitts und rekonstruiert es aus seiner Umgebung; für Szenen mit fortlaufenden Mustern wie Straßen, Dächern oder Saatreihen.</translation>
    </message>
    <message>
        <source>Larger holes require more context.</source>
        <translation>Größere Löcher verlangen mehr Kontext.</translation>
    </message>
    <message>
        <source>Models how likely a piece of imagery is, which improves out-of-distribution warnings; slow and experimental: for when these matter more than speed.</source>
        <translation>Modelliert, wie wahrscheinlich ein Stück Bilddaten ist, was die OOD-Warnungen verbessert; langsam und experimentell: wenn diese wichtiger sind als Geschwindigkeit.</translation>
    </message>
    <message>
        <source>More make better samples and slower steps.</source>
        <translation>Mehr ergibt bessere Stichproben und langsamere Schritte.</translation>
    </message>
    <message>
        <source>More make a steadier loss and slower steps.</source>
        <translation>Mehr ergibt einen ruhigeren Verlust und langsamere Schritte.</translation>
    </message>
    <message>
        <source>More vary more, but each is updated less often.</source>
        <translation>Mehr ergibt größere Vielfalt, doch jede Stichprobe wird seltener aktualisiert.</translation>
    </message>
    <message>
        <source>Larger ones have more context.</source>
        <translation>Größere haben mehr Kontext.</translation>
    </message>
    <message>
        <source>Longer steps reach likely imagery sooner, or overshoot it.</source>
        <translation>Längere Schritte erreichen wahrscheinliche Bilddaten früher oder schießen darüber hinaus.</translation>
    </message>
    <message>
        <source>More noise makes samples differ more from each other.</source>
        <translation>Mehr Rauschen macht Stichproben untereinander verschiedener.</translation>
    </message>
    <message>
        <source>Higher values make training stabler and energies less distinct.</source>
        <translation>Höhere Werte machen das Training stabiler und die Energien weniger unterscheidbar.</translation>
    </message>
    <message>
        <source>Shuffles nine pieces of each patch and predicts their order; for long trainings where the spatial arrangement separates classes, as it costs accuracy in short ones.</source>
        <translation>Vertauscht neun Teile jedes Ausschnitts und sagt ihre Reihenfolge vorher; für lange Trainings, wenn die räumliche Anordnung Klassen trennt, da es in kurzen Genauigkeit kostet.</translation>
    </message>
    <message>
        <source>More orders make the task harder.</source>
        <translation>Mehr Reihenfolgen machen die Aufgabe schwerer.</translation>
    </message>
    <message>
        <source>Higher values leave wider gaps, so that edges count less.</source>
        <translation>Höhere Werte lassen breitere Lücken, sodass Kanten weniger zählen.</translation>
    </message>
    <message>
        <source>Reconstructs the image, so that the features retain its content; mild, and rarely harmful.</source>
        <translation>Rekonstruiert das Bild, sodass die Merkmale seinen Inhalt behalten; mild und selten schädlich.</translation>
    </message>
    <message>
        <source>Reconstructs the image; large errors weigh most: choose l1 unless small, striking objects matter.</source>
        <translation>Rekonstruiert das Bild; große Fehler wiegen am meisten: besser l1 wählen, außer wenn kleine, auffällige Objekte wichtig sind.</translation>
    </message>
    <message>
        <source>Groups similar classes and keeps the map consistent with the groups where there are no labels; for many classes that look alike, not for a few distinct ones, where it costs accuracy.</source>
        <translation>Gruppiert ähnliche Klassen und hält die Karte dort, wo es keine Labels gibt, mit den Gruppen konsistent; für viele Klassen, die sich ähneln, nicht für wenige klar verschiedene, bei denen es Genauigkeit kostet.</translation>
    </message>
    <message>
        <source>Fewer make broader groups; 0 is as many as classes.</source>
        <translation>Weniger ergibt breitere Gruppen; 0 heißt so viele wie Klassen.</translation>
    </message>
    <message>
        <source>Higher values make each group contain fewer classes.</source>
        <translation>Höhere Werte lassen jede Gruppe weniger Klassen enthalten.</translation>
    </message>
    <message>
        <source>Higher values bind unlabelled pixels closer to the groups.</source>
        <translation>Höhere Werte binden ungelabelte Pixel enger an die Gruppen.</translation>
    </message>
    <message>
        <source>Higher values make maps look more like labels; 0 saves time.</source>
        <translation>Höhere Werte machen Karten den Labels ähnlicher; 0 spart Zeit.</translation>
    </message>
    <message>
        <source>Divides each patch into areas of one colour with short borders; for land cover in clear, even areas.</source>
        <translation>Teilt jeden Ausschnitt in einfarbige Flächen mit kurzen Grenzen; für Landbedeckung in klaren, gleichmäßigen Flächen.</translation>
    </message>
    <message>
        <source>More clusters separate more colours.</source>
        <translation>Mehr Cluster trennen mehr Farben.</translation>
    </message>
    <message>
        <source>Higher values give larger, smoother areas, and finally a single one.</source>
        <translation>Höhere Werte ergeben größere, glattere Flächen und schließlich eine einzige.</translation>
    </message>
    <message>
        <source>Clusters the pixels of each patch by colour, so that the features separate materials; for classes that differ in colour.</source>
        <translation>Clustert die Pixel jedes Ausschnitts nach Farbe, sodass die Merkmale Materialien trennen; für Klassen, die sich in der Farbe unterscheiden.</translation>
    </message>
    <message>
        <source>Higher values assign every pixel to a single cluster.</source>
        <translation>Höhere Werte ordnen jedes Pixel einem einzigen Cluster zu.</translation>
    </message>
    <message>
        <source>Prefers smooth areas to scattered single pixels; helps most when there are few labels.</source>
        <translation>Bevorzugt glatte Flächen gegenüber verstreuten Einzelpixeln; hilft am meisten, wenn es wenige Labels gibt.</translation>
    </message>
    <message>
        <source>Lower values spare more edges of the image; 0 smooths all alike.</source>
        <translation>Niedrigere Werte schonen mehr Kanten des Bildes; 0 glättet alle gleich.</translation>
    </message>
    <message>
        <source>The points are being edited: save or cancel the edits in QGIS, then go on.</source>
        <translation>Die Punkte werden gerade bearbeitet: die Änderungen in QGIS speichern oder verwerfen, dann weitermachen.</translation>
    </message>
    <message>
        <source>The answer cannot be stored in {}: check that the file is there and writable.</source>
        <translation>Die Antwort kann nicht in {} gespeichert werden: prüfen, ob die Datei vorhanden und beschreibbar ist.</translation>
    </message>
    <message>
        <source>There is no class map to check: click Predict first.</source>
        <translation>Es gibt keine Klassenkarte zum Prüfen: erst auf „Vorhersagen“ klicken.</translation>
    </message>
    <message>
        <source>All points are answered: draw new points to check the map again.</source>
        <translation>Alle Punkte sind beantwortet: neue Punkte ziehen, um die Karte erneut zu prüfen.</translation>
    </message>
    <message>
        <source>There is no answer to take back.</source>
        <translation>Es gibt keine Antwort, die zurückgenommen werden kann.</translation>
    </message>
    <message>
        <source>The points are in {}: their image is no longer open.</source>
        <translation>Die Punkte liegen in {}: Das zugehörige Bild ist nicht mehr geöffnet.</translation>
    </message>
    <message>
        <source>The confidence layer is gone: click Predict first.</source>
        <translation>Der Konfidenzlayer ist nicht mehr vorhanden: erst auf „Vorhersagen“ klicken.</translation>
    </message>
    <message>
        <source>The model behind this map is gone: train again, then predict.</source>
        <translation>Das Modell hinter dieser Karte ist nicht mehr vorhanden: erneut trainieren, dann vorhersagen.</translation>
    </message>
    <message>
        <source>Check points</source>
        <translation>Prüfpunkte</translation>
    </message>
    <message>
        <source>QGIS cannot open the points {}: draw new ones.</source>
        <translation>QGIS kann die Punkte {} nicht öffnen: neue ziehen.</translation>
    </message>
    <message>
        <source>Check points (earlier)</source>
        <translation>Prüfpunkte (frühere)</translation>
    </message>
    <message>
        <source>map right</source>
        <translation>Karte richtig</translation>
    </message>
    <message>
        <source>map wrong</source>
        <translation>Karte falsch</translation>
    </message>
    <message>
        <source>don't know</source>
        <translation>weiß nicht</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Default recipe</source>
        <translation>Standardrezept</translation>
    </message>
    <message>
        <source>Losses of recipe {}</source>
        <translation>Verluste des Rezepts {}</translation>
    </message>
    <message>
        <source>Purely supervised</source>
        <translation>Rein überwacht</translation>
    </message>
    <message>
        <source>{} (experimental)</source>
        <translation>{} (experimentell)</translation>
    </message>
    <message>
        <source>Compare: {}</source>
        <translation>Vergleich: {}</translation>
    </message>
    <message>
        <source>the setting</source>
        <translation>die Einstellung</translation>
    </message>
    <message>
        <source>the plugin's environment</source>
        <translation>die Umgebung der Erweiterung</translation>
    </message>
    <message>
        <source>The engine's environment {} is gone: {}</source>
        <translation>Die Umgebung der Engine {} existiert nicht mehr: {}</translation>
    </message>
    <message>
        <source> nor </source>
        <translation> noch </translation>
    </message>
    <message>
        <source>The engine has no Python yet, neither {}: {}</source>
        <translation>Die Engine hat noch kein Python, weder {}: {}</translation>
    </message>
    <message>
        <source>install the engine's environment (Install engine in the dock), or name its Python under Advanced</source>
        <translation>die Umgebung der Engine installieren („Engine installieren“ im Bedienfeld) oder ihr Python unter „Erweitert“ angeben</translation>
    </message>
    <message>
        <source>is a link to a Python that is gone</source>
        <translation>ist ein Link auf ein Python, das nicht mehr existiert</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>ist keine Datei</translation>
    </message>
    <message>
        <source>is not executable</source>
        <translation>ist nicht ausführbar</translation>
    </message>
    <message>
        <source>The engine's Python {} ({}) {}: {}</source>
        <translation>Das Python der Engine {} ({}) {}: {}</translation>
    </message>
    <message>
        <source>The installation failed ({}): try again, or send the diagnostics.</source>
        <translation>Die Installation ist fehlgeschlagen ({}): erneut versuchen oder die Diagnose senden.</translation>
    </message>
    <message>
        <source>The folder {} cannot be written ({}): choose another folder.</source>
        <translation>Der Ordner {} kann nicht geschrieben werden ({}): einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{} has {:.1f} GB free, the engine needs {:.1f} GB: free some space, or choose another folder.</source>
        <translation>In {} sind {:.1f} GB frei, die Engine braucht {:.1f} GB: Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The path {} has {} characters, more than {}: choose a folder with a short path, such as {}.</source>
        <translation>Der Pfad {} hat {} Zeichen, mehr als {}: einen Ordner mit kurzem Pfad wählen, etwa {}.</translation>
    </message>
    <message>
        <source>Berunda diagnostics. Where to report: {}</source>
        <translation>Berunda-Diagnose. Probleme melden unter: {}</translation>
    </message>
    <message>
        <source>Another QGIS is installing the engine into {}: wait for it.</source>
        <translation>Ein anderes QGIS installiert die Engine gerade in {}: warten, bis es fertig ist.</translation>
    </message>
    <message>
        <source>It computes on the Apple graphics processor (MPS).</source>
        <translation>Die Engine rechnet auf dem Apple-Grafikprozessor (MPS).</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card with a driver was found: it computes on the processor.</source>
        <translation>Es wurde keine NVIDIA-Grafikkarte mit Treiber gefunden: Die Engine rechnet auf dem Prozessor.</translation>
    </message>
    <message>
        <source>It computes on {} (driver {}).</source>
        <translation>Die Engine rechnet auf {} (Treiber {}).</translation>
    </message>
    <message>
        <source>{} is not used, it computes on the processor: {}.</source>
        <translation>Die Engine rechnet auf dem Prozessor, ohne {} zu verwenden: {}.</translation>
    </message>
    <message>
        <source>its driver {} is older than {}; update the NVIDIA driver</source>
        <translation>der Treiber {} der Karte ist älter als {}; den NVIDIA-Treiber aktualisieren</translation>
    </message>
    <message>
        <source>what it can is not known; update the NVIDIA driver, or choose its build yourself</source>
        <translation>was die Karte kann, ist nicht bekannt; den NVIDIA-Treiber aktualisieren oder ihren Build selbst wählen</translation>
    </message>
    <message>
        <source>its compute capability {} is below {}; a newer card is needed</source>
        <translation>die Compute Capability {} der Karte liegt unter {}; eine neuere Karte ist nötig</translation>
    </message>
    <message>
        <source>its compute capability {} is newer than this PyTorch; update Berunda</source>
        <translation>die Compute Capability {} der Karte ist neuer als dieses PyTorch; Berunda aktualisieren</translation>
    </message>
    <message>
        <source>an NVIDIA card</source>
        <translation>eine NVIDIA-Karte</translation>
    </message>
    <message>
        <source>The plugin is not complete ({}): install it again.</source>
        <translation>Die Erweiterung ist nicht vollständig ({}): sie neu installieren.</translation>
    </message>
    <message>
        <source>Fetching uv, which makes the environment</source>
        <translation>uv wird abgerufen, das die Umgebung anlegt</translation>
    </message>
    <message>
        <source>The engine is installed</source>
        <translation>Die Engine ist installiert</translation>
    </message>
    <message>
        <source>Looking at {}</source>
        <translation>{} wird untersucht</translation>
    </message>
    <message>
        <source>Fetching Python {}</source>
        <translation>Python {} wird abgerufen</translation>
    </message>
    <message>
        <source>Fetching the packages</source>
        <translation>Die Pakete werden abgerufen</translation>
    </message>
    <message>
        <source>Computing on every device, to see that it works</source>
        <translation>Auf jedem Gerät wird gerechnet, um zu sehen, ob es funktioniert</translation>
    </message>
    <message>
        <source>The engine computes on the processor, not on the graphics card ({}): update the graphics driver, then repair the engine under Advanced.</source>
        <translation>Die Engine rechnet auf dem Prozessor, nicht auf der Grafikkarte ({}): den Grafiktreiber aktualisieren, dann die Engine unter „Erweitert“ reparieren.</translation>
    </message>
    <message>
        <source>Fetching and unpacking the packages: about {:.0f} %</source>
        <translation>Die Pakete werden abgerufen und entpackt: etwa {:.0f} %</translation>
    </message>
    <message>
        <source>{} is not locked: install the plugin again.</source>
        <translation>{} ist nicht festgeschrieben: die Erweiterung neu installieren.</translation>
    </message>
    <message>
        <source>PyTorch has no build for {} on {}: use Windows, macOS or Linux on a 64-bit processor.</source>
        <translation>Für {} auf {} gibt es keinen Build von PyTorch: Windows, macOS oder Linux auf einem 64-Bit-Prozessor verwenden.</translation>
    </message>
    <message>
        <source>PyTorch 2.13 has no build for Macs with an Intel processor: use a Mac with an Apple processor.</source>
        <translation>Für Macs mit Intel-Prozessor gibt es keinen Build von PyTorch 2.13: einen Mac mit Apple-Prozessor verwenden.</translation>
    </message>
    <message>
        <source>The engine needs macOS {} or newer, this is {}: update.</source>
        <translation>Die Engine braucht macOS {} oder neuer, dies ist {}: macOS aktualisieren.</translation>
    </message>
    <message>
        <source>name a Python from {}.{} to {}.{}, or none, so that a fitting one is fetched</source>
        <translation>ein Python von {}.{} bis {}.{} angeben oder keines, damit ein passendes heruntergeladen wird</translation>
    </message>
    <message>
        <source>The Python to build on, {}, does not exist: {}.</source>
        <translation>Das Basis-Python {} existiert nicht: {}.</translation>
    </message>
    <message>
        <source>{} is QGIS, not a Python: {}.</source>
        <translation>{} ist QGIS, kein Python: {}.</translation>
    </message>
    <message>
        <source>{} does not answer as a Python does: {}.</source>
        <translation>{} antwortet nicht wie ein Python: {}.</translation>
    </message>
    <message>
        <source>The Python to build on, {}, {}: {}.</source>
        <translation>Das Basis-Python {} {}: {}.</translation>
    </message>
    <message>
        <source>is {}, not CPython</source>
        <translation>ist {}, nicht CPython</translation>
    </message>
    <message>
        <source>is Python {}, which is too old</source>
        <translation>ist Python {}, das zu alt ist</translation>
    </message>
    <message>
        <source>is Python {}, which is too new for the packages</source>
        <translation>ist Python {}, das zu neu für die Pakete ist</translation>
    </message>
    <message>
        <source>is Python {}, which the build {} of PyTorch is not locked for</source>
        <translation>ist Python {}, für das der Build {} von PyTorch keine Lock-Datei hat</translation>
    </message>
    <message>
        <source>is a build for another processor ({}, {} bits)</source>
        <translation>ist ein Build für einen anderen Prozessor ({}, {} Bit)</translation>
    </message>
    <message>
        <source>{} cannot be removed ({}): close what uses it, then try again.</source>
        <translation>{} kann nicht entfernt werden ({}): schließen, was darauf zugreift, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>{} was ended by the system, as happens where memory is short, by a virus scanner, or because it does not fit the processor: try again, and if it stays so, send the diagnostics.</source>
        <translation>{} wurde vom System beendet, wie es bei zu wenig Speicher, durch einen Virenscanner oder bei einem unpassenden Prozessor geschieht: Versuchen Sie es noch einmal, und senden Sie die Diagnose, falls es so bleibt.</translation>
    </message>
    <message>
        <source>The proxy wants a user name and a password: enter both under Settings → Options → Network, then try again.</source>
        <translation>Der Proxy verlangt einen Benutzernamen und ein Passwort: beides unter Einstellungen → Optionen → Netzwerk eingeben, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The server's certificate is not trusted, as behind a company's firewall: add the company's certificate under Settings → Options → Authentication → Manage certificates → Authorities, then try again.</source>
        <translation>Dem Zertifikat des Servers wird nicht vertraut, wie es hinter einer Firmen-Firewall vorkommt: das Zertifikat der Firma unter Einstellungen → Optionen → Authentifizierung → Zertifikate verwalten → Autoritäten hinzufügen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>{0} is not the file that Berunda expects (its SHA-256 differs), so it was not installed: try again, and if it stays so, report it with the diagnostics.</source>
        <translation>{0} ist nicht die Datei, die Berunda erwartet (ihr SHA-256 weicht ab), und wurde daher nicht installiert: erneut versuchen und, wenn es so bleibt, mit der Diagnose melden.</translation>
    </message>
    <message>
        <source>The disk is full: free some space or choose another folder, then try again.</source>
        <translation>Der Datenträger ist voll: Platz schaffen oder einen anderen Ordner wählen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>A path becomes too long: choose a folder with a short path, such as C:\berunda.</source>
        <translation>Ein Pfad wird zu lang: einen Ordner mit kurzem Pfad wählen, etwa C:\berunda.</translation>
    </message>
    <message>
        <source>PyTorch does not start because the Microsoft Visual C++ runtime is missing or old: install the latest “Visual C++ Redistributable” (x64) from Microsoft, then try again.</source>
        <translation>PyTorch startet nicht, weil die Laufzeitumgebung von Microsoft Visual C++ fehlt oder veraltet ist: das neueste „Visual C++ Redistributable“ (x64) von Microsoft installieren, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The folder cannot be written, or programs may not run from it: choose another folder, or make an exception for it in the virus scanner, then try again.</source>
        <translation>Der Ordner kann nicht geschrieben werden, oder Programme dürfen daraus nicht ausgeführt werden: einen anderen Ordner wählen oder im Virenscanner eine Ausnahme für ihn einrichten, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>This system is too old for PyTorch (it needs glibc 2.28 or newer): update the system.</source>
        <translation>Dieses System ist zu alt für PyTorch (es braucht glibc 2.28 oder neuer): das System aktualisieren.</translation>
    </message>
    <message>
        <source>The folder of wheels lacks a package: fill it as the user's documentation says, then try again.</source>
        <translation>Im Wheel-Ordner fehlt ein Paket: ihn füllen, wie es in der Benutzerdokumentation steht, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>There are no packages for this Python on this computer: leave the Python to build on empty, so that a fitting one is fetched, or name a Python from 3.10 to 3.14.</source>
        <translation>Für dieses Python gibt es auf diesem Rechner keine Pakete: das Basis-Python leer lassen, damit ein passendes heruntergeladen wird, oder ein Python von 3.10 bis 3.14 angeben.</translation>
    </message>
    <message>
        <source>The network cannot be reached: check the connection and the proxy under Settings → Options → Network, then try again; without a network, use a folder of wheels (Advanced).</source>
        <translation>Das Netzwerk ist nicht erreichbar: die Verbindung und den Proxy unter Einstellungen → Optionen → Netzwerk prüfen, dann erneut versuchen; ohne Netzwerk einen Wheel-Ordner verwenden („Erweitert“).</translation>
    </message>
    <message>
        <source>The folder of wheels lacks {} ({}): add it, as the user's documentation says.</source>
        <translation>Im Wheel-Ordner fehlt {} ({}): hinzufügen, wie es in der Benutzerdokumentation steht.</translation>
    </message>
    <message>
        <source>The package index {} does not have {}: check the index, or use a folder of wheels (Advanced).</source>
        <translation>Der Paketindex {} hat {} nicht: den Index prüfen oder einen Wheel-Ordner verwenden („Erweitert“).</translation>
    </message>
    <message>
        <source>Row {} of the table 'classes' in {} has no class_id: give it a number from 1 to 254, or delete the row.</source>
        <translation>Zeile {} der Tabelle 'classes' in {} hat keine class_id: eine Zahl von 1 bis 254 eintragen oder die Zeile löschen.</translation>
    </message>
    <message>
        <source>The classes in {} cannot be read or written ({}): check that the file is writable and the disk not full.</source>
        <translation>Die Klassen in {} können nicht gelesen oder geschrieben werden ({}): prüfen, ob die Datei beschreibbar und der Datenträger nicht voll ist.</translation>
    </message>
    <message>
        <source>Class id {} is out of range: use a number from 1 to 254.</source>
        <translation>Die Klassen-ID {} liegt außerhalb des Bereichs: eine Zahl von 1 bis 254 verwenden.</translation>
    </message>
    <message>
        <source>Class {} has an empty name: give it one.</source>
        <translation>Klasse {} hat einen leeren Namen: einen Namen eingeben.</translation>
    </message>
    <message>
        <source>{!r} is not a colour: write it as #rrggbb.</source>
        <translation>{!r} ist keine Farbe: als #rrggbb schreiben.</translation>
    </message>
    <message>
        <source>Class {}</source>
        <translation>Klasse {}</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>kein Grund angegeben</translation>
    </message>
    <message>
        <source>The stroke could not be stored in {} ({}): check that the file is writable and the disk not full.</source>
        <translation>Der Strich konnte nicht in {} gespeichert werden ({}): prüfen, ob die Datei beschreibbar und der Datenträger nicht voll ist.</translation>
    </message>
    <message>
        <source>The label file {} does not end in .gpkg: give it that ending.</source>
        <translation>Die Labeldatei {} endet nicht auf .gpkg: diese Endung ergänzen.</translation>
    </message>
    <message>
        <source>The label file {} exists already: open it, or choose another name.</source>
        <translation>Die Labeldatei {} existiert bereits: sie öffnen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read now ({}): close the program that locks it, or choose another.</source>
        <translation>Die Labeldatei {} kann jetzt nicht gelesen werden ({}): das Programm schließen, das sie sperrt, oder eine andere wählen.</translation>
    </message>
    <message>
        <source>The label file {} is damaged ({}): restore a copy of it, or start a new one.</source>
        <translation>Die Labeldatei {} ist beschädigt ({}): eine Kopie wiederherstellen oder eine neue anlegen.</translation>
    </message>
    <message>
        <source>{} is an SQLite file but not a GeoPackage: choose a label file, or start a new one.</source>
        <translation>{} ist eine SQLite-Datei, aber kein GeoPackage: eine Labeldatei wählen oder eine neue anlegen.</translation>
    </message>
    <message>
        <source>The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, or start a new label file.</source>
        <translation>Die Labels in {} sind vom Typ {}, und nur Polygone lassen sich malen: Das Training nimmt sie, wie sie sind; sonst eine neue Labeldatei anlegen.</translation>
    </message>
    <message>
        <source>The label file {} was written by a newer Berunda (label format {}, this one reads up to {}): update Berunda.</source>
        <translation>Die Labeldatei {} stammt von einem neueren Berunda (Labelformat {}, dieses liest bis {}): Berunda aktualisieren.</translation>
    </message>
    <message>
        <source>no layer at all</source>
        <translation>gar keinen Layer</translation>
    </message>
    <message>
        <source>The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.</source>
        <translation>Das GeoPackage {} hat keinen Layer 'labels' (es hat {}): eine Labeldatei wählen oder eine neue anlegen.</translation>
    </message>
    <message>
        <source>The layer '{}' in {} has no column '{}': add it, or start a new label file.</source>
        <translation>Der Layer '{}' in {} hat keine Spalte '{}': sie hinzufügen oder eine neue Labeldatei anlegen.</translation>
    </message>
    <message>
        <source>The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the layer's attribute table.</source>
        <translation>Die Labeldatei {} hat {} Strich(e) mit class_id {}: IDs gehen von 1 bis 254; in der Attributtabelle des Layers berichtigen.</translation>
    </message>
    <message>
        <source>There is no label file {}: choose another one, or start a new one.</source>
        <translation>Es gibt keine Labeldatei {}: eine andere wählen oder eine neue anlegen.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read ({}): choose another one.</source>
        <translation>Die Labeldatei {} kann nicht gelesen werden ({}): eine andere wählen.</translation>
    </message>
    <message>
        <source>The label file {} is empty (0 bytes): delete it, or choose another one.</source>
        <translation>Die Labeldatei {} ist leer (0 Bytes): sie löschen oder eine andere wählen.</translation>
    </message>
    <message>
        <source>{} is not a GeoPackage: choose a label file that ends in .gpkg, or start a new one.</source>
        <translation>{} ist kein GeoPackage: eine Labeldatei wählen, die auf .gpkg endet, oder eine neue anlegen.</translation>
    </message>
    <message>
        <source>The label file {} cannot be written ({}): choose a folder that exists and is yours.</source>
        <translation>Die Labeldatei {} kann nicht geschrieben werden ({}): einen vorhandenen, eigenen Ordner wählen.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>QGIS cannot open the label file {} ({}): choose another one.</source>
        <translation>QGIS kann die Labeldatei {} nicht öffnen ({}): eine andere wählen.</translation>
    </message>
    <message>
        <source>The label file {} is read-only: make it writable, or copy it.</source>
        <translation>Die Labeldatei {} ist schreibgeschützt: sie beschreibbar machen oder kopieren.</translation>
    </message>
    <message>
        <source>{} has no classes: choose a style with categories, or a raster with a palette.</source>
        <translation>{} hat keine Klassen: einen Stil mit Kategorien oder einen Raster mit einer Palette wählen.</translation>
    </message>
    <message>
        <source>{} has {} classes, and 254 are possible: merge some of them first.</source>
        <translation>{} hat {} Klassen, möglich sind 254: zuerst einige zusammenfassen.</translation>
    </message>
    <message>
        <source>{} has two classes of the value {}: give each a value of its own.</source>
        <translation>{} hat zwei Klassen mit dem Wert {}: jeder einen eigenen Wert geben.</translation>
    </message>
    <message>
        <source>The style {} cannot be read ({}): choose another file.</source>
        <translation>Der Stil {} kann nicht gelesen werden ({}): eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{} is not a QGIS style: choose a .qml file that QGIS has saved.</source>
        <translation>{} ist kein QGIS-Stil: eine .qml-Datei wählen, die QGIS gespeichert hat.</translation>
    </message>
    <message>
        <source>{} is neither a QGIS style (.qml) nor a raster: choose another file.</source>
        <translation>{} ist weder ein QGIS-Stil (.qml) noch ein Raster: eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>The raster {} has no palette: choose one with a colour table, or a QGIS style (.qml).</source>
        <translation>Der Raster {} hat keine Palette: einen mit einer Farbtabelle oder einen QGIS-Stil (.qml) wählen.</translation>
    </message>
    <message>
        <source>QGIS styles and rasters</source>
        <translation>QGIS-Stile und Raster</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>There is no class {}: choose one in the list of classes.</source>
        <translation>Es gibt keine Klasse {}: eine aus der Klassenliste wählen.</translation>
    </message>
    <message>
        <source>Class {} cannot be removed while the label layer is being edited: save or discard its edits first.</source>
        <translation>Klasse {} kann nicht entfernt werden, solange der Labellayer bearbeitet wird: erst dessen Änderungen speichern oder verwerfen.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Klasse entfernen</translation>
    </message>
    <message>
        <source>Classes cannot be replaced while the label layer is being edited: save or discard its edits first.</source>
        <translation>Klassen können nicht ersetzt werden, solange der Labellayer bearbeitet wird: zuerst seine Änderungen speichern oder verwerfen.</translation>
    </message>
    <message>
        <source>Paint label</source>
        <translation>Label malen</translation>
    </message>
    <message>
        <source>Erase labels</source>
        <translation>Labels radieren</translation>
    </message>
    <message>
        <source>All 254 classes are in use: remove one first.</source>
        <translation>Alle 254 Klassen sind vergeben: erst eine entfernen.</translation>
    </message>
    <message>
        <source>The stroke has no place in the labels' reference system {} ({}): zoom to the imagery and paint there.</source>
        <translation>Der Strich hat im Bezugssystem der Labels {} keine Entsprechung ({}): zu den Bilddaten zoomen und dort malen.</translation>
    </message>
    <message>
        <source>a stroke needs at least one point, all of them finite</source>
        <translation>ein Strich braucht mindestens einen Punkt, alle mit endlichen Koordinaten</translation>
    </message>
    <message>
        <source>a stroke of width {} covers nothing</source>
        <translation>ein Strich der Breite {} bedeckt nichts</translation>
    </message>
    <message>
        <source>a polygon needs three corners, not {}</source>
        <translation>ein Polygon braucht drei Ecken, nicht {}</translation>
    </message>
    <message>
        <source>the outline encloses no area</source>
        <translation>der Umriss umschließt keine Fläche</translation>
    </message>
    <message>
        <source>its coordinates become infinite</source>
        <translation>seine Koordinaten werden unendlich</translation>
    </message>
    <message>
        <source>The canvas extent</source>
        <translation>Die Kartenausdehnung</translation>
    </message>
    <message>
        <source>The polygon layer of the area is gone: choose another one or the whole image.</source>
        <translation>Der Polygonlayer der Fläche ist nicht mehr vorhanden: einen anderen oder das ganze Bild wählen.</translation>
    </message>
    <message>
        <source>The layer {} holds no polygons: choose a polygon layer for the area.</source>
        <translation>Der Layer {} enthält keine Polygone: einen Polygonlayer für die Fläche wählen.</translation>
    </message>
    <message>
        <source>The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.</source>
        <translation>Der Layer {} hat mehr als {} Polygone: für die Fläche weniger auswählen oder sie mit „Auflösen“ vereinen.</translation>
    </message>
    <message>
        <source>The area {}</source>
        <translation>Die Fläche {}</translation>
    </message>
    <message>
        <source>The area cannot be reprojected from {} to {} ({}): choose another one, or the whole image.</source>
        <translation>Die Fläche kann nicht von {} nach {} reprojiziert werden ({}): eine andere oder das ganze Bild wählen.</translation>
    </message>
    <message>
        <source>{} does not touch the image {}: move it there, or take the whole image.</source>
        <translation>{} berührt das Bild {} nicht: dorthin verschieben oder das ganze Bild nehmen.</translation>
    </message>
    <message>
        <source>The map is no longer in the project: predict again.</source>
        <translation>Die Karte ist nicht mehr im Projekt: erneut vorhersagen.</translation>
    </message>
    <message>
        <source>Stopped; the auxiliary output was not written.</source>
        <translation>Gestoppt; die Hilfsausgabe wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>The auxiliary output is {}.</source>
        <translation>Die Hilfsausgabe ist {}.</translation>
    </message>
    <message>
        <source>The model is {}.</source>
        <translation>Das Modell ist {}.</translation>
    </message>
    <message>
        <source>The STAC item is {}.</source>
        <translation>Das STAC-Item ist {}.</translation>
    </message>
    <message>
        <source>The image has no model yet: click Train first, or open a model file.</source>
        <translation>Das Bild hat noch kein Modell: zuerst auf „Trainieren“ klicken oder eine Modelldatei öffnen.</translation>
    </message>
    <message>
        <source>{} polygons are in {}.</source>
        <translation>{} Polygone sind in {}.</translation>
    </message>
    <message>
        <source>{} regions below the minimum area are left out.</source>
        <translation>{} Gebiete unter der Mindestfläche sind weggelassen.</translation>
    </message>
    <message>
        <source>The image {} has no georeferencing: it works, and the result lies on the same pixels, but areas are in pixels.</source>
        <translation>Das Bild {} hat keine Georeferenzierung: Es lässt sich verwenden, und das Ergebnis liegt auf denselben Pixeln, aber Flächen sind in Pixeln angegeben.</translation>
    </message>
    <message>
        <source>No image is chosen: open an orthophoto in QGIS and choose it under Imagery.</source>
        <translation>Es ist kein Bild gewählt: ein Orthofoto in QGIS öffnen und unter „Bilddaten“ wählen.</translation>
    </message>
    <message>
        <source>The image {} cannot be read ({}): repair its data source or choose another.</source>
        <translation>Das Bild {} kann nicht gelesen werden ({}): seine Datenquelle reparieren oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>The layer {} is a web layer ({}), and the engine reads files only: choose the original file, or export a part as GeoTIFF.</source>
        <translation>Der Layer {} ist ein Weblayer ({}), und die Engine liest nur Dateien: die Originaldatei wählen oder einen Teil als GeoTIFF exportieren.</translation>
    </message>
    <message>
        <source>The layer {} is not a raster file (provider {}): export it as GeoTIFF and choose that.</source>
        <translation>Der Layer {} ist keine Rasterdatei (Datenanbieter {}): als GeoTIFF exportieren und dieses wählen.</translation>
    </message>
    <message>
        <source>The layer {} is not a plain file ({}): export it as GeoTIFF and choose that.</source>
        <translation>Der Layer {} ist keine einfache Datei ({}): als GeoTIFF exportieren und dieses wählen.</translation>
    </message>
    <message>
        <source>The image {} has no model yet: click Train first, or open a model file.</source>
        <translation>Das Bild {} hat noch kein Modell: erst auf „Trainieren“ klicken oder eine Modelldatei öffnen.</translation>
    </message>
    <message>
        <source>There are no labels yet: start them under Labels and paint strokes of at least two classes.</source>
        <translation>Es gibt noch keine Labels: unter „Labels“ anlegen und Striche von mindestens zwei Klassen malen.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then train.</source>
        <translation>Die Labels haben nicht gespeicherte Änderungen: in QGIS speichern oder verwerfen, dann trainieren.</translation>
    </message>
    <message>
        <source>Nothing is painted yet: paint strokes of at least two classes.</source>
        <translation>Es ist noch nichts gemalt: Striche von mindestens zwei Klassen malen.</translation>
    </message>
    <message>
        <source>All strokes are of one class ({}): paint at least one more class.</source>
        <translation>Alle Striche sind von einer Klasse ({}): mindestens eine weitere Klasse malen.</translation>
    </message>
    <message>
        <source>No polygon layer is chosen for the area: choose one, or take the whole image.</source>
        <translation>Für die Fläche ist kein Polygonlayer gewählt: einen wählen oder das ganze Bild nehmen.</translation>
    </message>
    <message>
        <source>Model and map in {} cannot be copied ({}): choose another output folder under Advanced.</source>
        <translation>Modell und Karte in {} können nicht kopiert werden ({}): unter „Erweitert“ einen anderen Ausgabeordner wählen.</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: Predict uses it.</source>
        <translation>Gestoppt. Das Modell bleibt auf seinem bisherigen Stand erhalten: „Vorhersagen“ verwendet es.</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Gestoppt; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The training is over and its model is {}: its project is no longer open.</source>
        <translation>Das Training ist beendet, sein Modell ist {}: Das zugehörige Projekt ist nicht mehr geöffnet.</translation>
    </message>
    <message>
        <source>The map is in {}: its project is no longer open.</source>
        <translation>Die Karte liegt in {}: Das zugehörige Projekt ist nicht mehr geöffnet.</translation>
    </message>
    <message>
        <source>The map is in {}: its image is no longer in the project.</source>
        <translation>Die Karte liegt in {}: Das zugehörige Bild ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>The sample cannot be copied to {} ({}): check the folder, or add an image of your own.</source>
        <translation>Das Beispiel kann nicht nach {} kopiert werden ({}): den Ordner prüfen oder ein eigenes Bild hinzufügen.</translation>
    </message>
    <message>
        <source>Berunda sample</source>
        <translation>Berunda-Beispiel</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then compare.</source>
        <translation>Die Labels haben nicht gespeicherte Änderungen: in QGIS speichern oder verwerfen, dann vergleichen.</translation>
    </message>
    <message>
        <source>The report is {}: its project is no longer open.</source>
        <translation>Der Bericht ist {}: Das zugehörige Projekt ist nicht mehr geöffnet.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>liest</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>lernt</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>kalibriert</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>sagt vorher</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>analysiert</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Auxiliary output: {}</source>
        <translation>Hilfsausgabe: {}</translation>
    </message>
    <message>
        <source>The auxiliary output {} cannot be shown: predict again.</source>
        <translation>Die Hilfsausgabe {} kann nicht angezeigt werden: erneut vorhersagen.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Out of distribution (OOD)</source>
        <translation>Out-of-Distribution (OOD)</translation>
    </message>
    <message>
        <source>The layer {} cannot be shown: {} is missing or not a raster; predict again.</source>
        <translation>Der Layer {} kann nicht angezeigt werden: {} fehlt oder ist kein Raster; erneut vorhersagen.</translation>
    </message>
    <message>
        <source>Confidence (uncalibrated)</source>
        <translation>Konfidenz (unkalibriert)</translation>
    </message>
    <message>
        <source>The layer that hides parts of the map ({}) is no longer in the project: predict again.</source>
        <translation>Der Layer, der Teile der Karte ausblendet ({}), ist nicht mehr im Projekt: erneut vorhersagen.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): parts of the map can be hidden in a writable folder only.</source>
        <translation>{} kann nicht geschrieben werden ({}): Teile der Karte lassen sich nur in einem beschreibbaren Ordner ausblenden.</translation>
    </message>
    <message>
        <source>{} is gone or cannot be read: predict again.</source>
        <translation>{} ist nicht mehr vorhanden oder nicht lesbar: erneut vorhersagen.</translation>
    </message>
    <message>
        <source>Fused score</source>
        <translation>Kombinierter Wert</translation>
    </message>
    <message>
        <source>Novel here</source>
        <translation>Hier neuartig</translation>
    </message>
    <message>
        <source>Foreign</source>
        <translation>Fremd</translation>
    </message>
    <message>
        <source>Patches by appearance</source>
        <translation>Ausschnitte nach Aussehen</translation>
    </message>
    <message>
        <source>The patches in {} cannot be opened: compare again.</source>
        <translation>Die Ausschnitte in {} können nicht geöffnet werden: erneut vergleichen.</translation>
    </message>
    <message>
        <source>Class polygons</source>
        <translation>Klassenpolygone</translation>
    </message>
    <message>
        <source>The polygons in {} cannot be shown: export them again.</source>
        <translation>Die Polygone in {} können nicht gezeigt werden: sie noch einmal exportieren.</translation>
    </message>
    <message>
        <source>{} has no class names, so it is not a class map of Berunda: predict again.</source>
        <translation>{} hat keine Klassennamen und ist daher keine Klassenkarte von Berunda: erneut vorhersagen.</translation>
    </message>
    <message>
        <source>Label here next</source>
        <translation>Hier weiterlabeln</translation>
    </message>
    <message>
        <source>The suggested places in {} cannot be shown: ask for them again.</source>
        <translation>Die vorgeschlagenen Stellen in {} können nicht angezeigt werden: erneut vorschlagen lassen.</translation>
    </message>
    <message>
        <source>to be labelled</source>
        <translation>noch zu labeln</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>gelabelt</translation>
    </message>
    <message>
        <source>The suggested places are in {}: their project or image is no longer open.</source>
        <translation>Die vorgeschlagenen Stellen liegen in {}: Das zugehörige Projekt oder Bild ist nicht mehr geöffnet.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} Schritte</translation>
    </message>
    <message>
        <source>1 stroke</source>
        <translation>1 Strich</translation>
    </message>
    <message>
        <source>{} strokes</source>
        <translation>{} Striche</translation>
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
        <translation>NVIDIA-Grafikkarte (CUDA {})</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Apple graphics processor (MPS)</source>
        <translation>Apple-Grafikprozessor (MPS)</translation>
    </message>
    <message>
        <source>each of {} strokes judged by feature probes that were fitted without it</source>
        <translation>jeder von {} Strichen durch Merkmalsklassifikatoren beurteilt, die ohne ihn angepasst wurden</translation>
    </message>
    <message>
        <source>measured on {} strokes that the model had not seen</source>
        <translation>gemessen an {} Strichen, die das Modell nicht gesehen hatte</translation>
    </message>
    <message>
        <source>Held-out accuracy {} % (95 % interval {} to {} %), {}.</source>
        <translation>Genauigkeit auf zurückgehaltenen Strichen: {} % (95-%-Intervall {} bis {} %), {}.</translation>
    </message>
    <message>
        <source>The confidence is calibrated.</source>
        <translation>Die Konfidenz ist kalibriert.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: draw at least {} more strokes, some of each class, and train again.</source>
        <translation>Die Konfidenz ist unkalibriert: mindestens {} weitere Striche malen, einige von jeder Klasse, und erneut trainieren.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: train again.</source>
        <translation>Die Konfidenz ist unkalibriert: erneut trainieren.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation>{} bis {} %</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>angehakt</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>nicht angehakt</translation>
    </message>
    <message>
        <source>Files ({})</source>
        <translation>Dateien ({})</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>The recipe has {}</source>
        <translation>Im Rezept: {}</translation>
    </message>
    <message>
        <source>{:.0f} MB</source>
        <translation>{:.0f} MB</translation>
    </message>
    <message>
        <source>{:.1f} GB</source>
        <translation>{:.1f} GB</translation>
    </message>
    <message>
        <source>There is no label file to paint into: choose the imagery in the Berunda panel first.</source>
        <translation>Es gibt keine Labeldatei, in die gemalt werden kann: erst die Bilddaten im Berunda-Bedienfeld wählen.</translation>
    </message>
    <message>
        <source>There is no class to paint: add one in the list of classes.</source>
        <translation>Es gibt keine Klasse zum Malen: eine in der Klassenliste hinzufügen.</translation>
    </message>
    <message>
        <source>No class is chosen: pick one in the list of classes, or press its number.</source>
        <translation>Es ist keine Klasse gewählt: eine in der Klassenliste wählen oder ihre Zifferntaste drücken.</translation>
    </message>
    <message>
        <source>Nothing was painted: {}.</source>
        <translation>Es wurde nichts gemalt: {}.</translation>
    </message>
    <message>
        <source>The label layer is hidden: switch it on in the Layers panel to see the strokes.</source>
        <translation>Der Labellayer ist ausgeblendet: im Layerfenster einschalten, um die Striche zu sehen.</translation>
    </message>
    <message>
        <source>There is no stroke to undo.</source>
        <translation>Kein Strich zum Rückgängigmachen.</translation>
    </message>
    <message>
        <source>There is no stroke to redo.</source>
        <translation>Kein Strich zum Wiederholen.</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>Es gibt keine Klasse mit der Nummer {}: Die Liste hat {}.</translation>
    </message>
    <message>
        <source>Berunda: land-cover maps from a few scribbles</source>
        <translation>Berunda: Landbedeckungskarten aus wenigen Strichen</translation>
    </message>
    <message>
        <source>the recipe decides where it is empty</source>
        <translation>wo es leer ist, entscheidet das Rezept</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Gestoppt; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Compare sites (representativeness)</source>
        <translation>Gebiete vergleichen (Repräsentativität)</translation>
    </message>
    <message>
        <source>Reports how well imagery and its labels represent other imagery, or areas of the same image each other.</source>
        <translation>Berichtet, wie gut Bilder und ihre Labels andere Bilder repräsentieren, oder Gebiete eines Bildes einander.</translation>
    </message>
    <message>
        <source>GeoPackage of the compared patches, as patches.gpkg of the folder</source>
        <translation>GeoPackage der verglichenen Ausschnitte, wie patches.gpkg im Ordner</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Estimate accuracy from check points</source>
        <translation>Genauigkeit aus Prüfpunkten schätzen</translation>
    </message>
    <message>
        <source>Estimates the accuracy of a map and the areas of its classes from check points that were answered.</source>
        <translation>Schätzt die Genauigkeit einer Karte und die Flächen ihrer Klassen aus beantworteten Prüfpunkten.</translation>
    </message>
    <message>
        <source>Overall accuracy</source>
        <translation>Gesamtgenauigkeit</translation>
    </message>
    <message>
        <source>Lower end of its 95 % interval</source>
        <translation>Unteres Ende ihres 95-%-Intervalls</translation>
    </message>
    <message>
        <source>Upper end of its 95 % interval</source>
        <translation>Oberes Ende ihres 95-%-Intervalls</translation>
    </message>
    <message>
        <source>Draw check points</source>
        <translation>Prüfpunkte ziehen</translation>
    </message>
    <message>
        <source>Draws random points of a map, by class, to be checked by eye; the answers go into reference_class.</source>
        <translation>Zieht zufällige Punkte einer Karte, nach Klassen, die mit dem Auge geprüft werden; die Antworten kommen in reference_class.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): choose another file, or remove the layer that shows it.</source>
        <translation>{} kann nicht geschrieben werden ({}): eine andere Datei wählen oder den Layer entfernen, der sie zeigt.</translation>
    </message>
    <message>
        <source>The file {} does not end in .{}: rename it.</source>
        <translation>Die Datei {} endet nicht auf .{}: umbenennen.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another one.</source>
        <translation>Der Ordner {} kann nicht angelegt werden ({}): einen anderen wählen.</translation>
    </message>
    <message>
        <source>the next run</source>
        <translation>die nächste Ausführung</translation>
    </message>
    <message>
        <source>Stopping at the next step or tile …</source>
        <translation>Hält beim nächsten Schritt oder der nächsten Kachel an …</translation>
    </message>
    <message>
        <source>Step {}: {}</source>
        <translation>Schritt {}: {}</translation>
    </message>
    <message>
        <source>Evaluate a map</source>
        <translation>Karte bewerten</translation>
    </message>
    <message>
        <source>Scores a class map against a truth: accuracy with its interval, scores by class, and calibration.</source>
        <translation>Bewertet eine Klassenkarte mit einer Referenz: Genauigkeit mit Intervall, Werte je Klasse und Kalibrierung.</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>HTML-Seite</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>Mittlere IoU</translation>
    </message>
    <message>
        <source>several are separated by spaces</source>
        <translation>mehrere werden durch Leerzeichen getrennt</translation>
    </message>
    <message>
        <source>Instant map</source>
        <translation>Sofortkarte</translation>
    </message>
    <message>
        <source>Maps an image from its labels in seconds: linear classifiers on an encoder, without training steps.</source>
        <translation>Kartiert ein Bild in Sekunden aus seinen Labels: lineare Klassifikatoren auf einem Encoder, ohne Trainingsschritte.</translation>
    </message>
    <message>
        <source>here a vector layer</source>
        <translation>hier ein Vektorlayer</translation>
    </message>
    <message>
        <source>polygons of another CRS are reprojected</source>
        <translation>Polygone in einem anderen KBS werden umprojiziert</translation>
    </message>
    <message>
        <source>written here as x min, x max, y min, y max</source>
        <translation>hier geschrieben als x min, x max, y min, y max</translation>
    </message>
    <message>
        <source>{} is {}, which QGIS cannot open as a layer: name an existing file, or a layer of the project.</source>
        <translation>{} ist {}, was QGIS nicht als Layer öffnen kann: eine vorhandene Datei oder einen Layer des Projekts nennen.</translation>
    </message>
    <message>
        <source>The layer {} is not a file ({}): save it as a GeoPackage and choose that.</source>
        <translation>Der Layer {} ist keine Datei ({}): als GeoPackage speichern und dieses wählen.</translation>
    </message>
    <message>
        <source>The layer {} has edits that are not saved: save or cancel them, then run this again.</source>
        <translation>Der Layer {} hat nicht gespeicherte Änderungen: speichern oder verwerfen, dann erneut ausführen.</translation>
    </message>
    <message>
        <source>GeoTIFF of the class of every pixel, 0 where there is none</source>
        <translation>GeoTIFF der Klasse jedes Pixels, 0 wo es keine gibt</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability of the shown class in hundredths</source>
        <translation>GeoTIFF der Wahrscheinlichkeit der gezeigten Klasse in Hundertsteln</translation>
    </message>
    <message>
        <source>GeoTIFF of how unlike the training area every pixel is, in hundredths</source>
        <translation>GeoTIFF, wie unähnlich jeder Pixel dem Trainingsgebiet ist, in Hundertsteln</translation>
    </message>
    <message>
        <source>GeoTIFF of the probabilities of all classes in hundredths, a band each</source>
        <translation>GeoTIFF der Wahrscheinlichkeiten aller Klassen in Hundertsteln, je ein Band</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>The folder {} cannot be written to ({}): choose another one.</source>
        <translation>In den Ordner {} kann nicht geschrieben werden ({}): einen anderen wählen.</translation>
    </message>
    <message>
        <source>Map with a model</source>
        <translation>Mit einem Modell kartieren</translation>
    </message>
    <message>
        <source>Maps an image with a trained model: classes, confidence, and out of distribution.</source>
        <translation>Kartiert ein Bild mit einem trainierten Modell: Klassen, Konfidenz und Out-of-Distribution.</translation>
    </message>
    <message>
        <source>the model decides where it is empty</source>
        <translation>wo es leer ist, entscheidet das Modell</translation>
    </message>
    <message>
        <source>Berunda model</source>
        <translation>Berunda-Modell</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Trains a model on the labels of an image, with auxiliary losses that learn from its unlabelled pixels.</source>
        <translation>Trainiert ein Modell mit den Labels eines Bildes, mit Hilfsverlusten, die aus seinen Pixeln ohne Label lernen.</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Genauigkeit (zurückgehalten)</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: {}</source>
        <translation>Gestoppt. Das Modell bleibt auf seinem bisherigen Stand erhalten: {}</translation>
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
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>1  Imagery</source>
        <translation>1  Bilddaten</translation>
    </message>
    <message>
        <source>2  Labels</source>
        <translation>2  Labels</translation>
    </message>
    <message>
        <source>3  Learning</source>
        <translation>3  Lernen</translation>
    </message>
    <message>
        <source>4  Results</source>
        <translation>4  Ergebnisse</translation>
    </message>
    <message>
        <source>The sample has 40 strokes already: switch the live map on, or click Train.</source>
        <translation>Das Beispiel hat bereits 40 Striche: die Live-Karte einschalten oder auf „Trainieren“ klicken.</translation>
    </message>
    <message>
        <source>Trained {} steps in {:.0f} s.</source>
        <translation>{} Schritte in {:.0f} s trainiert.</translation>
    </message>
    <message>
        <source>The map is in the project.</source>
        <translation>Die Karte ist im Projekt.</translation>
    </message>
    <message>
        <source>The confidence was {:.0f} % on average and is {:.0f} % now: {} points say that {:.0f} % of the map is right.</source>
        <translation>Die Konfidenz betrug im Mittel {:.0f} % und beträgt jetzt {:.0f} %: Laut {} Punkten sind {:.0f} % der Karte richtig.</translation>
    </message>
    <message>
        <source>The engine is installed.</source>
        <translation>Die Engine ist installiert.</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source> points</source>
        <translation> Punkte</translation>
    </message>
    <message>
        <source>60 points take about five minutes; four times as many halve the width of the intervals</source>
        <translation>60 Punkte dauern etwa fünf Minuten; viermal so viele halbieren die Breite der Intervalle</translation>
    </message>
    <message>
        <source>New points</source>
        <translation>Neue Punkte</translation>
    </message>
    <message>
        <source>Draw other points; the answers so far stay in their file</source>
        <translation>Andere Punkte ziehen; die bisherigen Antworten bleiben in ihrer Datei</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Write accuracy.csv and accuracy.html, and open the page</source>
        <translation>accuracy.csv und accuracy.html schreiben und die Seite öffnen</translation>
    </message>
    <message>
        <source>Correct confidence</source>
        <translation>Konfidenz korrigieren</translation>
    </message>
    <message>
        <source>Fit the confidence to these answers, in this map and in the model's next ones</source>
        <translation>Die Konfidenz an diese Antworten anpassen, in dieser Karte und in den nächsten des Modells</translation>
    </message>
    <message>
        <source>Answer random points by eye; the map's accuracy and the areas follow, with intervals</source>
        <translation>Zufällige Punkte nach Augenschein beantworten; daraus folgen die Genauigkeit der Karte und die Flächen, mit Intervallen</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Prüfung beenden</translation>
    </message>
    <message>
        <source>Drawing points…</source>
        <translation>Punkte werden gezogen…</translation>
    </message>
    <message>
        <source>Go on checking</source>
        <translation>Weiter prüfen</translation>
    </message>
    <message>
        <source>Check accuracy…</source>
        <translation>Genauigkeit prüfen…</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>{} · &lt;b&gt;{} %&lt;/b&gt; overall ({} to {} %)</source>
        <translation>{} · &lt;b&gt;{} %&lt;/b&gt; insgesamt ({} bis {} %)</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Click to change the colour</source>
        <translation>Klicken, um die Farbe zu ändern</translation>
    </message>
    <message>
        <source>Double-click to rename</source>
        <translation>Doppelklicken, um umzubenennen</translation>
    </message>
    <message>
        <source>Key of the class</source>
        <translation>Taste der Klasse</translation>
    </message>
</context>
<context>
    <name>ClassesPanel</name>
    <message>
        <source>Add a class</source>
        <translation>Klasse hinzufügen</translation>
    </message>
    <message>
        <source>Remove the selected class</source>
        <translation>Gewählte Klasse entfernen</translation>
    </message>
    <message>
        <source>Take names and colours from a QGIS style (QML) or from the palette of a raster</source>
        <translation>Namen und Farben aus einem QGIS-Stil (QML) oder aus der Palette eines Rasters übernehmen</translation>
    </message>
    <message>
        <source>nothing labelled yet</source>
        <translation>noch nichts gelabelt</translation>
    </message>
    <message>
        <source>Colour of {}</source>
        <translation>Farbe von {}</translation>
    </message>
    <message>
        <source>Remove {} with what is labelled ({})?</source>
        <translation>{} mit allem, was gelabelt ist ({}), entfernen?</translation>
    </message>
    <message>
        <source>Undo brings both back until the label file is closed.</source>
        <translation>„Rückgängig“ bringt beides zurück, bis die Labeldatei geschlossen wird.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Klasse entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Classes from a style or raster</source>
        <translation>Klassen aus einem Stil oder Raster</translation>
    </message>
    <message>
        <source>Give classes that have strokes other names ({})?</source>
        <translation>Klassen, die Striche haben, andere Namen geben ({})?</translation>
    </message>
    <message>
        <source>The strokes keep their class ids, and so get another meaning.</source>
        <translation>Die Striche behalten ihre Klassennummern und bekommen so eine andere Bedeutung.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Losses cannot be compared without training steps: give a budget, or choose another recipe.</source>
        <translation>Verluste können ohne Trainingsschritte nicht verglichen werden: ein Budget angeben oder ein anderes Rezept wählen.</translation>
    </message>
    <message>
        <source>Tick at least two choices to compare.</source>
        <translation>Mindestens zwei Varianten zum Vergleichen anhaken.</translation>
    </message>
</context>
<context>
    <name>ComparisonRun</name>
    <message>
        <source>The earlier map in {} cannot be replaced: close the program that has it open, and compare again.</source>
        <translation>Die frühere Karte in {} kann nicht ersetzt werden: das Programm schließen, das sie geöffnet hat, und erneut vergleichen.</translation>
    </message>
    <message>
        <source>The comparison has ended because its project is no longer open; the maps of {} choices are under {}.</source>
        <translation>Der Vergleich wurde beendet, weil sein Projekt nicht mehr geöffnet ist; die Karten von {} Varianten liegen unter {}.</translation>
    </message>
    <message>
        <source>The comparison has ended with no choice mapped because its project is no longer open.</source>
        <translation>Der Vergleich wurde ohne kartierte Variante beendet, weil sein Projekt nicht mehr geöffnet ist.</translation>
    </message>
    <message>
        <source>The comparison was stopped with {} choices mapped; they are kept.</source>
        <translation>Der Vergleich wurde nach {} kartierten Varianten gestoppt; sie bleiben erhalten.</translation>
    </message>
    <message>
        <source>The comparison is over with {} choices mapped: look at each, and keep the best.</source>
        <translation>Der Vergleich ist mit {} kartierten Varianten fertig: jede ansehen und die beste behalten.</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>Choice</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Genauigkeit (zurückgehalten)</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>On strokes that the model had not seen, with its 95 % interval</source>
        <translation>Auf Strichen, die das Modell nicht gesehen hatte, mit 95-%-Intervall</translation>
    </message>
    <message>
        <source>Of training</source>
        <translation>Trainingsdauer</translation>
    </message>
    <message>
        <source>Show this map on the canvas</source>
        <translation>Diese Karte im Kartenfenster anzeigen</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Diese behalten</translation>
    </message>
    <message>
        <source>Make this choice the current one: its recipe and losses, its model, its map</source>
        <translation>Diese Variante zur aktuellen machen: ihr Rezept und ihre Verluste, ihr Modell, ihre Karte</translation>
    </message>
    <message>
        <source>too few strokes</source>
        <translation>zu wenige Striche</translation>
    </message>
    <message>
        <source>{} % ({} to {})</source>
        <translation>{} % ({} bis {})</translation>
    </message>
    <message>
        <source>earlier · {} steps</source>
        <translation>früher · {} Schritte</translation>
    </message>
    <message>
        <source>done · {} steps</source>
        <translation>fertig · {} Schritte</translation>
    </message>
    <message>
        <source>{}; compared again, it failed: {}</source>
        <translation>{}; beim erneuten Vergleich fehlgeschlagen: {}</translation>
    </message>
    <message>
        <source>failed: {}</source>
        <translation>fehlgeschlagen: {}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>lernt</translation>
    </message>
    <message>
        <source>mapping</source>
        <translation>kartiert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>{} {} %</source>
        <translation>{} {} %</translation>
    </message>
    <message>
        <source>It was trained with other settings, imagery or labels than it would be now: compare it again</source>
        <translation>Diese Variante wurde mit anderen Einstellungen, Bilddaten oder Labels trainiert, als sie jetzt gelten: erneut vergleichen</translation>
    </message>
</context>
<context>
    <name>ComparisonWindow</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Kept: the dock has this choice, its model and its map now.</source>
        <translation>Behalten: Das Bedienfeld hat jetzt diese Variante, ihr Modell und ihre Karte.</translation>
    </message>
    <message>
        <source>Compare losses</source>
        <translation>Verluste vergleichen</translation>
    </message>
    <message>
        <source>Compare losses: {}</source>
        <translation>Verluste vergleichen: {}</translation>
    </message>
    <message>
        <source>Tick two or more. Each trains on its own with the same budget ({}) and all other settings as the dock shows them, then maps the area.</source>
        <translation>Zwei oder mehr anhaken. Jede wird für sich mit demselben Budget ({}) und allen anderen Einstellungen, wie das Bedienfeld sie zeigt, trainiert; dann wird die Fläche kartiert.</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>Was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>{:g} minutes</source>
        <translation>{:g} Minuten</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} Schritte</translation>
    </message>
    <message>
        <source>About {} left in all.</source>
        <translation>Noch etwa {} insgesamt.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>Tick at least two choices.</source>
        <translation>Mindestens zwei Varianten anhaken.</translation>
    </message>
    <message>
        <source>{} choices: how long that takes is known once the first one trains.</source>
        <translation>{} Varianten: Wie lange das dauert, ist bekannt, sobald die erste trainiert wird.</translation>
    </message>
    <message>
        <source>{} choices: about {} of training in all, and the maps.</source>
        <translation>{} Varianten: insgesamt etwa {} Training, dazu die Karten.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsWindow</name>
    <message>
        <source>Berunda diagnostics</source>
        <translation>Berunda-Diagnose</translation>
    </message>
    <message>
        <source>Paste this into your report. User names, home folders and passwords are left out.</source>
        <translation>Diesen Text in den Fehlerbericht einfügen. Benutzernamen, Home-Ordner und Passwörter sind weggelassen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>EngineCarePanel</name>
    <message>
        <source>A Python from 3.10 to 3.14 to build the engine's environment on, for the next installation</source>
        <translation>Ein Python von 3.10 bis 3.14, auf dem die Umgebung der Engine aufbaut, für die nächste Installation</translation>
    </message>
    <message>
        <source>one of its own</source>
        <translation>ein eigenes</translation>
    </message>
    <message>
        <source>A folder with all packages, to install without a network; see the documentation</source>
        <translation>Ein Ordner mit allen Paketen, um ohne Netzwerk zu installieren; siehe die Dokumentation</translation>
    </message>
    <message>
        <source>from the network</source>
        <translation>aus dem Netzwerk</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Fetch everything anew</source>
        <translation>Alles neu herunterladen</translation>
    </message>
    <message>
        <source>Remove the engine, its Python and what was fetched</source>
        <translation>Die Engine, ihr Python und alles Heruntergeladene entfernen</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Deinstallieren…</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnose…</translation>
    </message>
    <message>
        <source>A text about this computer to paste into a report</source>
        <translation>Ein Text über diesen Rechner zum Einfügen in einen Fehlerbericht</translation>
    </message>
    <message>
        <source>Build on</source>
        <translation>Basis-Python</translation>
    </message>
    <message>
        <source>Install from</source>
        <translation>Installieren aus</translation>
    </message>
    <message>
        <source>Installed in {}. {}</source>
        <translation>Installiert in {}. {}</translation>
    </message>
    <message>
        <source>Nothing is installed from here.</source>
        <translation>Von hier aus ist nichts installiert.</translation>
    </message>
    <message>
        <source>The engine is at work: stop it before uninstalling it.</source>
        <translation>Die Engine arbeitet: erst stoppen, dann deinstallieren.</translation>
    </message>
    <message>
        <source>Uninstall the engine? Labels, models and maps stay; it can be installed again.</source>
        <translation>Die Engine deinstallieren? Labels, Modelle und Karten bleiben erhalten; sie kann erneut installiert werden.</translation>
    </message>
    <message>
        <source>Uninstall</source>
        <translation>Deinstallieren</translation>
    </message>
    <message>
        <source>The engine is uninstalled; {} are free again.</source>
        <translation>Die Engine ist deinstalliert; {} sind wieder frei.</translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine was ended at your request. What was drawn and trained before is kept.</source>
        <translation>Die Engine wurde auf Ihren Wunsch beendet. Was vorher gezeichnet und trainiert wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>speaks protocol {}, this plugin speaks {}</source>
        <translation>spricht Protokollversion {}, diese Erweiterung spricht {}</translation>
    </message>
    <message>
        <source>offers what this plugin cannot read ({})</source>
        <translation>bietet etwas, das diese Erweiterung nicht lesen kann ({})</translation>
    </message>
    <message>
        <source>The engine {} {}: restart QGIS so that both are of one version</source>
        <translation>Die Engine {} {}: QGIS neu starten, damit beide dieselbe Version haben</translation>
    </message>
    <message>
        <source>The engine's Python {} was not ready within {:g} s{}: {}</source>
        <translation>Das Python der Engine {} war nach {:g} s nicht bereit{}: {}</translation>
    </message>
    <message>
        <source>The engine's Python {} does not bring up the engine ({}{}): {}</source>
        <translation>Das Python der Engine {} bringt die Engine nicht zum Laufen ({}{}): {}</translation>
    </message>
    <message>
        <source>The engine died ({}{}). What was drawn and trained before is kept; {} starts it again.</source>
        <translation>Die Engine wurde unerwartet beendet ({}{}). Was vorher gezeichnet und trainiert wurde, bleibt erhalten; {} startet sie wieder.</translation>
    </message>
    <message>
        <source>the next click</source>
        <translation>der nächste Klick</translation>
    </message>
    <message>
        <source>; its log ends with: {}</source>
        <translation>; ihr Protokoll endet mit: {}</translation>
    </message>
</context>
<context>
    <name>EnginePanel</name>
    <message>
        <source>Folder to install the engine into</source>
        <translation>Ordner, in den die Engine installiert wird</translation>
    </message>
    <message>
        <source>Install engine</source>
        <translation>Engine installieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Rechnet auf</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>This release of Berunda needs other packages. The engine that is installed is used until the new one is ready.</source>
        <translation>Diese Version von Berunda braucht andere Pakete. Die installierte Engine wird verwendet, bis die neue bereit ist.</translation>
    </message>
    <message>
        <source>Berunda learns with PyTorch, which is fetched once, into a folder and a Python of its own: QGIS's Python stays as it is. You can paint meanwhile.</source>
        <translation>Berunda lernt mit PyTorch, das einmal heruntergeladen wird, in einen eigenen Ordner mit eigenem Python: Das Python von QGIS bleibt, wie es ist. Währenddessen können Sie malen.</translation>
    </message>
    <message>
        <source>Update engine</source>
        <translation>Engine aktualisieren</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Dieser Rechner wird untersucht…</translation>
    </message>
    <message>
        <source>Takes all from {}, nothing from the network; {} on disk, about {}.</source>
        <translation>Nimmt alles aus {}, nichts aus dem Netzwerk; {} auf dem Datenträger, etwa {}.</translation>
    </message>
    <message>
        <source>Fetches about {} from {}; {} on disk, about {} at 50 Mbit/s.</source>
        <translation>Lädt etwa {} von {} herunter; {} auf dem Datenträger, etwa {} bei 50 Mbit/s.</translation>
    </message>
    <message>
        <source>Another one fits this computer better.</source>
        <translation>Eine andere Wahl passt besser zu diesem Rechner.</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched is kept for the next try.</source>
        <translation>Abgebrochen. Was heruntergeladen wurde, bleibt für den nächsten Versuch erhalten.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird gestoppt…</translation>
    </message>
</context>
<context>
    <name>EngineProcess</name>
    <message>
        <source>it cannot be started: {}</source>
        <translation>lässt sich nicht starten: {}</translation>
    </message>
    <message>
        <source>it was killed or crashed</source>
        <translation>abgebrochen oder abgestürzt</translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation>Exit-Code {}</translation>
    </message>
</context>
<context>
    <name>EngineSession</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>Die Engine arbeitet: erst stoppen, dann ihr Python prüfen.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>Die Engine arbeitet ({}): warten oder erst stoppen.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>Der Ordner {} kann nicht angelegt werden ({}): unter „Erweitert“ einen anderen Ausgabeordner wählen.</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Map and model in formats of other programs</source>
        <translation>Karte und Modell in Formaten anderer Programme</translation>
    </message>
    <message>
        <source>Class map as polygons…</source>
        <translation>Klassenkarte als Polygone…</translation>
    </message>
    <message>
        <source>Model as ONNX…</source>
        <translation>Modell als ONNX…</translation>
    </message>
    <message>
        <source>Model as STAC item…</source>
        <translation>Modell als STAC-Item…</translation>
    </message>
    <message>
        <source>Export model as ONNX</source>
        <translation>Modell als ONNX exportieren</translation>
    </message>
    <message>
        <source>Export model as STAC item</source>
        <translation>Modell als STAC-Item exportieren</translation>
    </message>
</context>
<context>
    <name>FeaturesPanel</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Remove all kept features; they are computed again when they are needed</source>
        <translation>Alle aufbewahrten Merkmale entfernen; bei Bedarf werden sie erneut berechnet</translation>
    </message>
    <message>
        <source>What features may take on disk; 0 keeps them in memory only. Beyond it the oldest are dropped</source>
        <translation>Was Merkmale auf dem Datenträger belegen dürfen; 0 behält sie nur im Arbeitsspeicher. Wird es mehr, werden die ältesten gelöscht</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>nothing on disk</source>
        <translation>nichts auf dem Datenträger</translation>
    </message>
    <message>
        <source>Folder for features, the same for all projects</source>
        <translation>Ordner für Merkmale, für alle Projekte derselbe</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>der übliche</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Features kept: not known yet</source>
        <translation>Aufbewahrte Merkmale: noch unbekannt</translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation>Die Engine läuft nicht</translation>
    </message>
    <message>
        <source>Features kept: in memory only</source>
        <translation>Aufbewahrte Merkmale: nur im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Features kept: {} of {}</source>
        <translation>Aufbewahrte Merkmale: {} von {}</translation>
    </message>
    <message>
        <source>What the engine has computed of images, so that the live map need not wait for it.</source>
        <translation>Was die Engine von Bildern berechnet hat, damit die Live-Karte nicht darauf warten muss.</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Berunda: help</source>
        <translation>Berunda: Hilfe</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>ImageryPanel</name>
    <message>
        <source>The orthophoto or satellite image to map: a raster file on this machine</source>
        <translation>Das zu kartierende Orthofoto oder Satellitenbild: eine Rasterdatei auf diesem Rechner</translation>
    </message>
    <message>
        <source>Bands to learn from; alpha is left out</source>
        <translation>Kanäle, aus denen gelernt wird; Alpha wird ausgelassen</translation>
    </message>
    <message>
        <source>Further images of the same bands that the auxiliary loss learns from, without labels</source>
        <translation>Weitere Bilder mit denselben Kanälen, aus denen der Hilfsverlust ohne Labels lernt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Where to learn without labels, and what to map</source>
        <translation>Wo ohne Labels gelernt und was kartiert wird</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Canvas extent</source>
        <translation>Kartenausdehnung</translation>
    </message>
    <message>
        <source>Polygon layer</source>
        <translation>Polygonlayer</translation>
    </message>
    <message>
        <source>Its selected polygons, or all of them where none is selected</source>
        <translation>Seine gewählten Polygone oder alle, wenn keines gewählt ist</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Also learn from</source>
        <translation>Auch lernen aus</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>{} × {} px, not georeferenced</source>
        <translation>{} × {} px, nicht georeferenziert</translation>
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
        <translation>{} × {} px zu {:.4g}{}, {}</translation>
    </message>
</context>
<context>
    <name>InspectPanel</name>
    <message>
        <source>Values under the mouse, areas, and two maps side by side (I)</source>
        <translation>Werte unter der Maus, Flächen und zwei Karten nebeneinander (I)</translation>
    </message>
    <message>
        <source>The masked map is {}.</source>
        <translation>Die maskierte Karte ist {}.</translation>
    </message>
    <message>
        <source>Inspect (parts are hidden)</source>
        <translation>Untersuchen (Teile ausgeblendet)</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Export masked map</source>
        <translation>Maskierte Karte exportieren</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>{} was not done within {:g} s: allow more time</source>
        <translation>{} war nach {:g} s nicht fertig: mehr Zeit geben</translation>
    </message>
</context>
<context>
    <name>KeptFeatures</name>
    <message>
        <source>The engine is at work: the choice takes effect when it is started the next time.</source>
        <translation>Die Engine arbeitet: Die Wahl gilt, sobald sie das nächste Mal gestartet wird.</translation>
    </message>
</context>
<context>
    <name>LabelFilePanel</name>
    <message>
        <source>New labels</source>
        <translation>Neue Labels</translation>
    </message>
    <message>
        <source>Start a label file beside the project, or beside the image while the project is unsaved</source>
        <translation>Eine Labeldatei neben dem Projekt anlegen oder neben dem Bild, solange das Projekt nicht gespeichert ist</translation>
    </message>
    <message>
        <source>At another path…</source>
        <translation>Unter anderem Pfad…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Go on with an existing label file</source>
        <translation>Mit einer vorhandenen Labeldatei weitermachen</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>Noch keine Labels</translation>
    </message>
    <message>
        <source>New label file</source>
        <translation>Neue Labeldatei</translation>
    </message>
    <message>
        <source>Open label file</source>
        <translation>Labeldatei öffnen</translation>
    </message>
</context>
<context>
    <name>LabelToolsPanel</name>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paint with a brush (B): drag, or click for a dot</source>
        <translation>Mit dem Pinsel malen (B): ziehen, oder klicken für einen Punkt</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Paint a polygon (P): click its corners, double-click or right-click to close</source>
        <translation>Ein Polygon malen (P): Ecken anklicken, mit Doppel- oder Rechtsklick schließen</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Erase labels of every class (E)</source>
        <translation>Labels jeder Klasse radieren (E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last stroke (Ctrl+Z)</source>
        <translation>Den letzten Strich rückgängig machen (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo the last undone stroke (Ctrl+Shift+Z)</source>
        <translation>Den zuletzt rückgängig gemachten Strich wiederholen (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>1–9 class · X last class · [ ] size · N next place · L live · Space pans</source>
        <translation>1–9 Klasse · X letzte Klasse · [ ] Größe · N nächste Stelle · L Live · Space verschiebt</translation>
    </message>
    <message>
        <source>Diameter of brush and eraser in screen pixels ([ and ], or Shift and the wheel)</source>
        <translation>Durchmesser von Pinsel und Radierer in Bildschirmpixeln ([ und ], oder Shift und Mausrad)</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>LearningPlot</name>
    <message>
        <source>Losses and held-out accuracy appear here while the engine learns.</source>
        <translation>Verluste und Genauigkeit auf zurückgehaltenen Strichen erscheinen hier, während die Engine lernt.</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>Schritt {}</translation>
    </message>
    <message>
        <source>held-out accuracy {} %</source>
        <translation>Genauigkeit (zurückgehalten) {} %</translation>
    </message>
</context>
<context>
    <name>LiveAccuracyRow</name>
    <message>
        <source>features: {:.0f} %</source>
        <translation>Merkmale: {:.0f} %</translation>
    </message>
    <message>
        <source>Groups of similar pixels: paint what you recognise.</source>
        <translation>Gruppen ähnlicher Pixel: malen, was Sie erkennen.</translation>
    </message>
    <message>
        <source>Dark where it is like the place that you clicked.</source>
        <translation>Dunkel, wo es der angeklickten Stelle ähnelt.</translation>
    </message>
    <message>
        <source>Dark where it is like your strokes: paint a second class.</source>
        <translation>Dunkel, wo es Ihren Strichen ähnelt: eine zweite Klasse malen.</translation>
    </message>
    <message>
        <source>Too few strokes to measure the accuracy.</source>
        <translation>Zu wenige Striche, um die Genauigkeit zu messen.</translation>
    </message>
    <message>
        <source>{} % on strokes it had not seen ({} strokes)</source>
        <translation>{} % auf noch nicht gesehenen Strichen ({} Striche)</translation>
    </message>
    <message>
        <source>The confidence is not calibrated yet: that takes more strokes.</source>
        <translation>Die Konfidenz ist noch nicht kalibriert: Dazu braucht es mehr Striche.</translation>
    </message>
</context>
<context>
    <name>LiveMap</name>
    <message>
        <source>The place is not on the image: click on the image.</source>
        <translation>Die Stelle liegt nicht auf dem Bild: auf das Bild klicken.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: the live map follows once they are.</source>
        <translation>Die Labels haben nicht gespeicherte Änderungen: Die Live-Karte folgt, sobald sie gespeichert sind.</translation>
    </message>
    <message>
        <source>A part of the live map cannot be read ({}): it is asked for with the next change.</source>
        <translation>Ein Teil der Live-Karte kann nicht gelesen werden ({}): Er wird mit der nächsten Änderung angefordert.</translation>
    </message>
    <message>
        <source>Live is switched off, since the engine died twice: {}</source>
        <translation>Live ist ausgeschaltet, da die Engine zweimal unerwartet beendet wurde: {}</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Map what the canvas shows after every stroke (L)</source>
        <translation>Nach jedem Strich kartieren, was das Kartenfenster zeigt (L)</translation>
    </message>
    <message>
        <source>What of the live map is drawn</source>
        <translation>Was von der Live-Karte gezeichnet wird</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Show groups of similar pixels, which need no strokes, until you paint</source>
        <translation>Gruppen ähnlicher Pixel zeigen, die keine Striche brauchen, bis Sie malen</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Ähnliches</translation>
    </message>
    <message>
        <source>Click on the map to see what is like that place, until you paint</source>
        <translation>Auf die Karte klicken, um zu sehen, was dieser Stelle ähnelt, bis Sie malen</translation>
    </message>
    <message>
        <source>Train with the recipe instant and map the whole image; model and map replace the earlier ones as with Train and Predict</source>
        <translation>Mit dem Rezept instant trainieren und das ganze Bild kartieren; Modell und Karte ersetzen die früheren wie bei „Trainieren“ und „Vorhersagen“</translation>
    </message>
    <message>
        <source>Map everything</source>
        <translation>Alles kartieren</translation>
    </message>
    <message>
        <source>Opacity of the live map: {} %</source>
        <translation>Deckkraft der Live-Karte: {} %</translation>
    </message>
</context>
<context>
    <name>LossList</name>
    <message>
        <source>More losses…</source>
        <translation>Weitere Verluste…</translation>
    </message>
    <message>
        <source>The losses that are not part of the training</source>
        <translation>Die Verluste, die nicht Teil des Trainings sind</translation>
    </message>
</context>
<context>
    <name>LossRow</name>
    <message>
        <source>Its share λ in the total loss; {:g} is the default</source>
        <translation>Sein Anteil λ am Gesamtverlust; Standard: {:g}</translation>
    </message>
    <message>
        <source>What it does, and its numbers once it is chosen</source>
        <translation>Was er bewirkt, und seine Zahlen, sobald er gewählt ist</translation>
    </message>
    <message>
        <source>experimental</source>
        <translation>experimentell</translation>
    </message>
    <message>
        <source>Not yet shown to help: look closely at what it does to the map</source>
        <translation>Nutzen noch nicht belegt: genau ansehen, was er mit der Karte macht</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>No tuning: keeps the loss's gradient at a fixed share of the supervised loss's gradient</source>
        <translation>Kein Einstellen: hält den Gradienten des Verlusts in festem Verhältnis zum Gradienten des überwachten Verlusts</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>The part of the training in which the loss takes part; 0 to 100 % is all of it</source>
        <translation>Der Teil des Trainings, an dem der Verlust mitwirkt; 0 bis 100 % ist das ganze</translation>
    </message>
    <message>
        <source>{:g} to {:g}; {:g} is the default</source>
        <translation>{:g} bis {:g}; Standard: {:g}</translation>
    </message>
    <message>
        <source>; multiples of {:g}</source>
        <translation>; Vielfache von {:g}</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Confidence below</source>
        <translation>Konfidenz unter</translation>
    </message>
    <message>
        <source>Hide places of the class map with a lower confidence</source>
        <translation>Stellen der Klassenkarte mit niedrigerer Konfidenz ausblenden</translation>
    </message>
    <message>
        <source>OOD above</source>
        <translation>OOD über</translation>
    </message>
    <message>
        <source>Hide places of the class map that are less like the training area</source>
        <translation>Stellen der Klassenkarte ausblenden, die dem Trainingsgebiet weniger ähneln</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt…</translation>
    </message>
    <message>
        <source>Export masked map…</source>
        <translation>Maskierte Karte exportieren…</translation>
    </message>
    <message>
        <source>Write the class map without the hidden places as a GeoTIFF</source>
        <translation>Die Klassenkarte ohne die ausgeblendeten Stellen als GeoTIFF schreiben</translation>
    </message>
    <message>
        <source>Hide on the class map</source>
        <translation>Auf der Klassenkarte ausblenden</translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>The last lines of the engine's log</source>
        <translation>Die letzten Zeilen des Engine-Protokolls</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>OodBandRow</name>
    <message>
        <source>Novel here: unlike every labelled class; foreign: unlike the training imagery</source>
        <translation>Hier neuartig: keiner gelabelten Klasse ähnlich; fremd: den Bilddaten des Trainings nicht ähnlich</translation>
    </message>
    <message>
        <source>OOD layer shows</source>
        <translation>OOD-Layer zeigt</translation>
    </message>
</context>
<context>
    <name>PolygonDialog</name>
    <message>
        <source>Export class map as polygons</source>
        <translation>Klassenkarte als Polygone exportieren</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Smaller regions take the class of their largest neighbour</source>
        <translation>Kleinere Gebiete bekommen die Klasse ihres größten Nachbarn</translation>
    </message>
    <message>
        <source>The map's reference system has no unit of length, so that areas are not known</source>
        <translation>Das Bezugssystem der Karte hat keine Längeneinheit, daher sind Flächen nicht bekannt</translation>
    </message>
    <message>
        <source>Smooth borders</source>
        <translation>Geglättete Grenzen</translation>
    </message>
    <message>
        <source>Without it, borders follow the edges of the pixels</source>
        <translation>Sonst folgen die Grenzen den Kanten der Pixel</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Minimum area</source>
        <translation>Mindestfläche</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>What the engine is doing</source>
        <translation>Was die Engine gerade tut</translation>
    </message>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>Losses on a logarithmic axis</source>
        <translation>Verluste auf logarithmischer Achse</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>{}:{:02d} left</source>
        <translation>noch {}:{:02d}</translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>0  Don't know</source>
        <translation>0  Weiß nicht</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the last answer back (Backspace)</source>
        <translation>Die letzte Antwort zurücknehmen (Backspace)</translation>
    </message>
    <message>
        <source>Show map</source>
        <translation>Karte zeigen</translation>
    </message>
    <message>
        <source>Look at what the map says here (M)</source>
        <translation>Ansehen, was die Karte hier sagt (M)</translation>
    </message>
    <message>
        <source>Map and labels are hidden, so that the imagery alone decides. M shows the map, Backspace takes an answer back, Esc leaves; go on whenever you like.</source>
        <translation>Karte und Labels sind ausgeblendet, damit allein die Bilddaten entscheiden. M zeigt die Karte, Backspace nimmt eine Antwort zurück, Esc beendet; Sie können jederzeit weitermachen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {}&lt;/b&gt;: which class is at the mark?</source>
        <translation>&lt;b&gt;{} von {}&lt;/b&gt;: Welche Klasse liegt an der Markierung?</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>Es gibt keine Klasse mit der Nummer {}: Die Liste hat {}.</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>No map yet: train on your strokes, then predict.</source>
        <translation>Noch keine Karte: mit Ihren Strichen trainieren, dann vorhersagen.</translation>
    </message>
    <message>
        <source>Compare sites…</source>
        <translation>Gebiete vergleichen…</translation>
    </message>
    <message>
        <source>How well the labels, or one image, represent the other images: a report, and where to label</source>
        <translation>Wie gut die Labels, oder ein Bild, die anderen Bilder repräsentieren: ein Bericht, und wo zu labeln ist</translation>
    </message>
</context>
<context>
    <name>Revival</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Learn from the strokes and the unlabelled rest of the image</source>
        <translation>Aus den Strichen und dem ungelabelten Rest des Bildes lernen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation>Modell öffnen…</translation>
    </message>
    <message>
        <source>Predict as soon as trained</source>
        <translation>Nach dem Training gleich vorhersagen</translation>
    </message>
    <message>
        <source>Also write class probabilities</source>
        <translation>Auch Wahrscheinlichkeiten schreiben</translation>
    </message>
    <message>
        <source>The next map gets a raster with a band for each class</source>
        <translation>Die nächste Karte erhält ein Raster mit einem Kanal je Klasse</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>The engine is asked to stop; click again if it does not react</source>
        <translation>Die Engine soll stoppen; erneut klicken, wenn sie nicht reagiert</translation>
    </message>
    <message>
        <source>Stop at the next step; the model as far as it got is kept</source>
        <translation>Beim nächsten Schritt stoppen; das Modell bleibt auf seinem bisherigen Stand erhalten</translation>
    </message>
    <message>
        <source>Map the image with {}</source>
        <translation>Das Bild mit {} kartieren</translation>
    </message>
    <message>
        <source>Map the image; needs a trained or opened model</source>
        <translation>Das Bild kartieren; braucht ein trainiertes oder geöffnetes Modell</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Modell öffnen</translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>The folder {} cannot be created ({}): save the project elsewhere, or choose a path for the labels.</source>
        <translation>Der Ordner {} kann nicht angelegt werden ({}): das Projekt woanders speichern oder einen Pfad für die Labels wählen.</translation>
    </message>
    <message>
        <source>The project's recipe {} does not exist in this version: recipe {} is used instead.</source>
        <translation>Das Rezept {} des Projekts gibt es in dieser Version nicht: Stattdessen wird das Rezept {} verwendet.</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>Die Engine arbeitet: erst stoppen, dann ihr Python prüfen.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>Die Engine arbeitet ({}): warten oder erst stoppen.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>Der Ordner {} kann nicht angelegt werden ({}): unter „Erweitert“ einen anderen Ausgabeordner wählen.</translation>
    </message>
</context>
<context>
    <name>SitesTable</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Label file (optional)</source>
        <translation>Labeldatei (optional)</translation>
    </message>
    <message>
        <source>Label file of this image</source>
        <translation>Labeldatei dieses Bildes</translation>
    </message>
</context>
<context>
    <name>SitesWindow</name>
    <message>
        <source>Compare sites</source>
        <translation>Gebiete vergleichen</translation>
    </message>
    <message>
        <source>Tick images, and give the label files that a model would learn from. The report says how much of each image the labelled areas represent, and where to label; without label files, how much of the others the first ticked image represents.</source>
        <translation>Bilder anhaken und die Labeldateien angeben, aus denen ein Modell lernen würde. Der Bericht sagt, wie viel von jedem Bild die gelabelten Flächen repräsentieren und wo zu labeln ist; ohne Labeldateien, wie viel der anderen das erste angehakte Bild repräsentiert.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Bericht öffnen</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt beenden</translation>
    </message>
</context>
<context>
    <name>SuggestionsPanel</name>
    <message>
        <source>Label here next</source>
        <translation>Hier weiterlabeln</translation>
    </message>
    <message>
        <source>The place before (Shift+N)</source>
        <translation>Die vorherige Stelle (Shift+N)</translation>
    </message>
    <message>
        <source>The next place without a stroke (N)</source>
        <translation>Die nächste Stelle ohne Strich (N)</translation>
    </message>
    <message>
        <source>All suggested places have a stroke: train again, then ask for new ones.</source>
        <translation>Alle vorgeschlagenen Stellen haben einen Strich: erneut trainieren, dann neue vorschlagen lassen.</translation>
    </message>
    <message>
        <source>There are no suggested places: click Label here next, once a model is trained.</source>
        <translation>Es gibt keine vorgeschlagenen Stellen: auf „Hier weiterlabeln“ klicken, sobald ein Modell trainiert ist.</translation>
    </message>
    <message>
        <source>Place {} cannot be shown in the project's CRS.</source>
        <translation>Stelle {} kann im KBS des Projekts nicht angezeigt werden.</translation>
    </message>
    <message>
        <source>Place {} of {}: {} Paint what is there; N goes on.</source>
        <translation>Stelle {} von {}: {} Malen, was dort ist; N geht weiter.</translation>
    </message>
    <message>
        <source>The engine is at work: wait, or stop it first</source>
        <translation>Die Engine arbeitet: warten oder erst stoppen</translation>
    </message>
    <message>
        <source>Suggest places where the next strokes help the map most; needs a trained model</source>
        <translation>Stellen vorschlagen, an denen die nächsten Striche der Karte am meisten helfen; braucht ein trainiertes Modell</translation>
    </message>
    <message>
        <source>{} of {} labelled</source>
        <translation>{} von {} gelabelt</translation>
    </message>
</context>
<context>
    <name>SwipeRow</name>
    <message>
        <source>Left of the line</source>
        <translation>Links der Linie</translation>
    </message>
    <message>
        <source>Right of the line</source>
        <translation>Rechts der Linie</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <source>Drag a line over the map, one layer on each side of it; Esc ends</source>
        <translation>Eine Linie über die Karte ziehen, mit je einem Layer auf jeder Seite; Esc beendet</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>estimated on the imagery</source>
        <translation>auf den Bilddaten geschätzt</translation>
    </message>
    <message>
        <source>balanced as drawn</source>
        <translation>ausgeglichen wie gezogen</translation>
    </message>
    <message>
        <source>Voters</source>
        <translation>Abstimmung</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>A-priori-Verteilung</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Back to the recipe</source>
        <translation>Zurück zum Rezept</translation>
    </message>
    <message>
        <source>Compare losses…</source>
        <translation>Verluste vergleichen…</translation>
    </message>
    <message>
        <source>Train several choices one after the other, and look at their maps side by side</source>
        <translation>Mehrere Varianten nacheinander trainieren und ihre Karten nebeneinander ansehen</translation>
    </message>
    <message>
        <source>Undo what differs from it: {}</source>
        <translation>Rückgängig machen, was davon abweicht: {}</translation>
    </message>
    <message>
        <source>How frequent the classes are is estimated on unlabelled pixels.</source>
        <translation>Wie häufig die Klassen sind, wird auf ungelabelten Pixeln geschätzt.</translation>
    </message>
    <message>
        <source>All classes count as equally frequent, as they are drawn.</source>
        <translation>Alle Klassen gelten als gleich häufig, so wie sie gezogen werden.</translation>
    </message>
    <message>
        <source>The engine's losses are listed here once it is ready.</source>
        <translation>Die Verluste der Engine werden hier aufgeführt, sobald sie bereit ist.</translation>
    </message>
    <message>
        <source>None is chosen: training is purely supervised.</source>
        <translation>Keiner ist gewählt: Das Training ist rein überwacht.</translation>
    </message>
    <message>
        <source>Without training steps no loss takes part.</source>
        <translation>Ohne Trainingsschritte wirkt kein Verlust mit.</translation>
    </message>
    <message>
        <source>They learn from the unlabelled imagery.</source>
        <translation>Sie lernen aus den ungelabelten Bilddaten.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>ValueReadout</name>
    <message>
        <source>No class probabilities: tick them beside Predict for the next map.</source>
        <translation>Keine Klassenwahrscheinlichkeiten: für die nächste Karte neben „Vorhersagen“ anhaken.</translation>
    </message>
    <message>
        <source>Move the mouse over the map.</source>
        <translation>Die Maus über die Karte bewegen.</translation>
    </message>
    <message>
        <source>Confidence {}</source>
        <translation>Konfidenz {}</translation>
    </message>
    <message>
        <source>OOD {}</source>
        <translation>OOD {}</translation>
    </message>
    <message>
        <source>OOD {} (novel here {}, foreign {})</source>
        <translation>OOD {} (hier neuartig {}, fremd {})</translation>
    </message>
</context>
<context>
    <name>VotersRow</name>
    <message>
        <source>Feature probe</source>
        <translation>Merkmalsklassifikator</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>no feature probe</source>
        <translation>kein Merkmalsklassifikator</translation>
    </message>
    <message>
        <source>The feature probe cannot vote alone, since the encoder of {} keeps no pretrained weights: choose another backbone or recipe.</source>
        <translation>Der Merkmalsklassifikator kann nicht allein abstimmen, da der Encoder von {} keine vortrainierten Gewichte behält: ein anderes Backbone oder Rezept wählen.</translation>
    </message>
    <message>
        <source>The encoder of {} keeps no pretrained weights: the decoder votes alone.</source>
        <translation>Der Encoder von {} behält keine vortrainierten Gewichte: Der Decoder stimmt allein ab.</translation>
    </message>
    <message>
        <source>The decoder votes alone.</source>
        <translation>Der Decoder stimmt allein ab.</translation>
    </message>
    <message>
        <source>The feature probe votes alone.</source>
        <translation>Der Merkmalsklassifikator stimmt allein ab.</translation>
    </message>
    <message>
        <source>Feature probe {} %, decoder {} % of the vote.</source>
        <translation>Merkmalsklassifikator {} %, Decoder {} % der Stimmen.</translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>1. Add an orthophoto or a satellite image to the project, and choose it below.</source>
        <translation>1. Ein Orthofoto oder Satellitenbild zum Projekt hinzufügen und unten wählen.</translation>
    </message>
    <message>
        <source>2. Paint a few strokes of each class on it: the map appears while you paint.</source>
        <translation>2. Darauf ein paar Striche jeder Klasse malen: Die Karte erscheint beim Malen.</translation>
    </message>
    <message>
        <source>3. &lt;b&gt;Map everything&lt;/b&gt; writes the map of the whole image, &lt;b&gt;Train&lt;/b&gt; a better one.</source>
        <translation>3. &lt;b&gt;Alles kartieren&lt;/b&gt; schreibt die Karte des ganzen Bildes, &lt;b&gt;Trainieren&lt;/b&gt; eine bessere.</translation>
    </message>
    <message>
        <source>Load the sample</source>
        <translation>Beispiel laden</translation>
    </message>
    <message>
        <source>An orthophoto of 0.7 km² with 40 strokes of five classes</source>
        <translation>Ein Orthofoto von 0,7 km² mit 40 Strichen von fünf Klassen</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Nur</translation>
    </message>
    <message>
        <source>Show this layer and hide the other two</source>
        <translation>Diesen Layer anzeigen und die anderen beiden ausblenden</translation>
    </message>
</context>
</TS>
