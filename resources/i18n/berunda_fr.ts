<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AccuracyTable</name>
    <message>
        <source>User's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of what the map shows as this class, the share that is it; below, the 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Producer's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of what truly is this class, the share that the map shows as it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of the area that truly is this class: the map's count, corrected for its errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} of the answered points lie where the map shows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} square map units ({} to {})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} ha ({} to {})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdvancedPanel</name>
    <message>
        <source>Folder for models and maps of this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep earlier maps and models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Otherwise the next run replaces the last one's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine's Python; empty takes the one installed for Berunda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed with Berunda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the engine with this Python and see what it offers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine {} is ready: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AreaTable</name>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All classes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>The live map needs a temporary folder, which cannot be made: {}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuxiliaryRow</name>
    <message>
        <source>Auxiliary losses that the model was trained with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute what this head has learned, and add it to the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has no head whose output can be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auxiliary output</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Berunda</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network; see `models`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>encoder and decoder of the network; see `models`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channels of the decoder's last level: with more, finer differences are learned, in more time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Berunda model or encoder weights to start from, for backbone transformers a folder; empty for the backbone's own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share in the vote on the map of a classifier of the pretrained encoder's features; 0 for none, 1 for that classifier alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the feature probe's covariances that comes from unlabelled imagery; 0 for none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auxiliary losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auxiliary loss, see `losses`; WEIGHT may be auto, start and end are shares of the training; none for purely supervised training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe of a first training, on half of the budget, whose map labels all pixels without strokes for this one; empty for none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class prior on the map: balanced as drawn, or estimated on unlabelled pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training time, in place of steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>side of a training patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled patches a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patches a step drawn anywhere; auto for as many as the auxiliary losses ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the learning rate for pretrained weights; 0 freezes them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>schedule of the learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the training with auxiliary losses alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of a tile that the next one covers again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>side of a tile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test-time augmentation: quarter-turn rotations of each tile that are averaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed of everything random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device to compute on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What did best in our measurements: a map in about a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The feature probe alone, without training steps: a map in seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The default without anything that uses unlabelled pixels: the yardstick for what they add.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half the default budget: a first impression in half a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three decoders trained on different patches and averaged, at five times the default budget: for the map to deliver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For single labelled pixels: a network at full resolution, smoothed by total variation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains on its own confident predictions under changed colours: slow, for large images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A first training with FixMatch labels all pixels, a second one learns them with an energy model of likely imagery; experimental and slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes and learns which are likely: for likelihoods of whole images, coarse maps and generated samples; experimental.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares all but the last layer with the auxiliary losses: small and fast, the usual choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares only the encoder: for auxiliary losses whose task differs much from classification.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Averages three decoders on one encoder: steadier maps from few strokes; used by recipe thorough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconstructs the image from the class map, so that auxiliary losses act on the map directly; slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientNet-Lite0, pretrained on ImageNet and frozen, with a small decoder: the best from few strokes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A U-Net on 2x2 blocks of pixels: four times faster than unet, with twice its receptive field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original U-Net at full resolution: slower, for classes with details of one or two pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ResNet-18 encoder with a U-Net decoder, for pretrained weights in a file; slow to train without.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An encoder of the Python package transformers, such as DINOv2, from a folder of yours, with a small decoder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SegNet, which upsamples by the positions of its pooling maxima: sharp borders with little memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A U-Net with group normalisation and smooth activations, as auxiliary loss jem requires.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes: coarse maps of textured classes, and with auxiliary loss jem the likelihood of each square.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains on the map's own confident predictions under changed colours and mixed patches; for long trainings on large images, as it takes three times as long and short trainings gain nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values use only the most confident predictions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values make the map depend less on colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values make the map depend less on the surroundings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hides a square of each patch and reconstructs it from its surroundings; for scenes with continuing patterns such as streets, roofs or crop rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger holes require more context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models how likely a piece of imagery is, which improves out-of-distribution warnings; slow and experimental: for when these matter more than speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More make better samples and slower steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More make a steadier loss and slower steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More vary more, but each is updated less often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger ones have more context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longer steps reach likely imagery sooner, or overshoot it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More noise makes samples differ more from each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values make training stabler and energies less distinct.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shuffles nine pieces of each patch and predicts their order; for long trainings where the spatial arrangement separates classes, as it costs accuracy in short ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More orders make the task harder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values leave wider gaps, so that edges count less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconstructs the image, so that the features retain its content; mild, and rarely harmful.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconstructs the image; large errors weigh most: choose l1 unless small, striking objects matter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups similar classes and keeps the map consistent with the groups where there are no labels; for many classes that look alike, not for a few distinct ones, where it costs accuracy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer make broader groups; 0 is as many as classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values make each group contain fewer classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values bind unlabelled pixels closer to the groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values make maps look more like labels; 0 saves time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divides each patch into areas of one colour with short borders; for land cover in clear, even areas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More clusters separate more colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values give larger, smoother areas, and finally a single one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clusters the pixels of each patch by colour, so that the features separate materials; for classes that differ in colour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher values assign every pixel to a single cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefers smooth areas to scattered single pixels; helps most when there are few labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower values spare more edges of the image; 0 smooths all alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The points are being edited: save or cancel the edits in QGIS, then go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer cannot be stored in {}: check that the file is there and writable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no class map to check: click Predict first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All points are answered: draw new points to check the map again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no answer to take back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The points are in {}: their image is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence layer is gone: click Predict first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model behind this map is gone: train again, then predict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QGIS cannot open the points {}: draw new ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check points (earlier)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>map right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>map wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>don't know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses of recipe {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purely supervised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} (experimental)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the plugin's environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> nor </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine has no Python yet, neither {}: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install the engine's environment (see README), or name its Python under Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a link to a Python that is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not executable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine's Python {} ({}) {}: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row {} of the table 'classes' in {} has no class_id: give it a number from 1 to 254, or delete the row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The classes in {} cannot be read or written ({}): check that the file is writable and the disk not full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class id {} is out of range: use a number from 1 to 254.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {} has an empty name: give it one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{!r} is not a colour: write it as #rrggbb.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stroke could not be stored in {} ({}): check that the file is writable and the disk not full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} does not end in .gpkg: give it that ending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} exists already: open it, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} cannot be read now ({}): close the program that locks it, or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} is damaged ({}): restore a copy of it, or start a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is an SQLite file but not a GeoPackage: choose a label file, or start a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, or start a new label file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} was written by a newer Berunda (label format {}, this one reads up to {}): update Berunda.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no layer at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer '{}' in {} has no column '{}': add it, or start a new label file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the layer's attribute table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label file {}: choose another one, or start a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} cannot be read ({}): choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} is empty (0 bytes): delete it, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is not a GeoPackage: choose a label file that ends in .gpkg, or start a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} cannot be written ({}): choose a folder that exists and is yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QGIS cannot open the label file {} ({}): choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label file {} is read-only: make it writable, or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no class {}: choose one in the list of classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {} cannot be removed while the label layer is being edited: save or discard its edits first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All 254 classes are in use: remove one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stroke has no place in the labels' reference system {} ({}): zoom to the imagery and paint there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The canvas extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The polygon layer of the area is gone: choose another one or the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} holds no polygons: choose a polygon layer for the area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The area {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The area cannot be reprojected from {} to {} ({}): choose another one, or the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} does not touch the image {}: move it there, or take the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map is no longer in the project: predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped; the auxiliary output was not written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The auxiliary output is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image {} has no georeferencing: it works, and the result lies on the same pixels, but areas are in pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image is chosen: open an orthophoto in QGIS and choose it under Imagery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image {} cannot be read ({}): repair its data source or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} is a web layer ({}), and the engine reads files only: choose the original file, or export a part as GeoTIFF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} is not a raster file (provider {}): export it as GeoTIFF and choose that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} is not a plain file ({}): export it as GeoTIFF and choose that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image {} has no model yet: click Train first, or open a model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no labels yet: start them under Labels and paint strokes of at least two classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then train.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is painted yet: paint strokes of at least two classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All strokes are of one class ({}): paint at least one more class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No polygon layer is chosen for the area: choose one, or take the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and map in {} cannot be copied ({}): choose another output folder under Advanced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: Predict uses it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training is over and its model is {}: its project is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map is in {}: its project is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map is in {}: its image is no longer in the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample cannot be copied to {} ({}): check the folder, or add an image of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Berunda sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is {}: its project is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auxiliary output: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The auxiliary output {} cannot be shown: predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of distribution (OOD)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer {} cannot be shown: {} is missing or not a raster; predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence (uncalibrated)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer that hides parts of the map ({}) is no longer in the project: predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be written ({}): parts of the map can be hidden in a writable folder only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is gone or cannot be read: predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fused score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Novel here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Foreign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patches by appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patches in {} cannot be opened: compare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no class names, so it is not a class map of Berunda: predict again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label here next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The suggested places in {} cannot be shown: ask for them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to be labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The suggested places are in {}: their project or image is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} strokes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} h {} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each of {} strokes judged by feature probes that were fitted without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured on {} strokes that the model had not seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out accuracy {} % (95 % interval {} to {} %), {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence is calibrated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: draw at least {} more strokes, some of each class, and train again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: train again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe has {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label file to paint into: choose the imagery in the Berunda panel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no class to paint: add one in the list of classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No class is chosen: pick one in the list of classes, or press its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was painted: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label layer is hidden: switch it on in the Layers panel to see the strokes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no stroke to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no stroke to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Berunda: land-cover maps from a few scribbles</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BerundaDock</name>
    <message>
        <source>Berunda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1  Imagery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2  Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3  Learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4  Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample has 40 strokes already: switch the live map on, or click Train.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained {} steps in {:.0f} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map is in the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence was {:.0f} % on average and is {:.0f} % now: {} points say that {:.0f} % of the map is right.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source> points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>60 points take about five minutes; four times as many halve the width of the intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw other points; the answers so far stay in their file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write accuracy.csv and accuracy.html, and open the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the confidence to these answers, in this map and in the model's next ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer random points by eye; the map's accuracy and the areas follow, with intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing points…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check accuracy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} · &lt;b&gt;{} %&lt;/b&gt; overall ({} to {} %)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to change the colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click to rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of the class</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassesPanel</name>
    <message>
        <source>Add a class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the selected class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing labelled yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {} with what is labelled ({})?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo brings both back until the label file is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Losses cannot be compared without training steps: give a budget, or choose another recipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick at least two choices to compare.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparisonRun</name>
    <message>
        <source>The earlier map in {} cannot be replaced: close the program that has it open, and compare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison has ended because its project is no longer open; the maps of {} choices are under {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison has ended with no choice mapped because its project is no longer open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison was stopped with {} choices mapped; they are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison is over with {} choices mapped: look at each, and keep the best.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>Choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On strokes that the model had not seen, with its 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this map on the canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make this choice the current one: its recipe and losses, its model, its map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few strokes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} % ({} to {})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>earlier · {} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done · {} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; compared again, it failed: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} {} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was trained with other settings, imagery or labels than it would be now: compare it again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparisonWindow</name>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept: the dock has this choice, its model and its map now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare losses: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick two or more. Each trains on its own with the same budget ({}) and all other settings as the dock shows them, then maps the area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{:g} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {} left in all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick at least two choices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} choices: how long that takes is known once the first one trains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} choices: about {} of training in all, and the maps.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine was ended at your request. What was drawn and trained before is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speaks protocol {}, this plugin speaks {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offers what this plugin cannot read ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine {} {}: restart QGIS so that both are of one version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine's Python {} was not ready within {:g} s{}: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine's Python {} does not bring up the engine ({}{}): {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine died ({}{}). What was drawn and trained before is kept; {} starts it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the next click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; its log ends with: {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineProcess</name>
    <message>
        <source>it cannot be started: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was killed or crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineSession</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FeaturesPanel</name>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all kept features; they are computed again when they are needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What features may take on disk; 0 keeps them in memory only. Beyond it the oldest are dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for features, the same for all projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features kept: not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features kept: in memory only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features kept: {} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the engine has computed of images, so that the live map need not wait for it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageryPanel</name>
    <message>
        <source>The orthophoto or satellite image to map: a raster file on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bands to learn from; alpha is left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further images of the same bands that the auxiliary loss learns from, without labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to learn without labels, and what to map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Canvas extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its selected polygons, or all of them where none is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} × {} px, not georeferenced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} × {} px of {:.4g}{}, {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectPanel</name>
    <message>
        <source>Values under the mouse, areas, and two maps side by side (I)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The masked map is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect (parts are hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export masked map</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>{} was not done within {:g} s: allow more time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeptFeatures</name>
    <message>
        <source>The engine is at work: the choice takes effect when it is started the next time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelFilePanel</name>
    <message>
        <source>New labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a label file beside the project, or beside the image while the project is unsaved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At another path…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with an existing label file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New label file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open label file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelToolsPanel</name>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint with a brush (B): drag, or click for a dot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint a polygon (P): click its corners, double-click or right-click to close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase labels of every class (E)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last stroke (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo the last undone stroke (Ctrl+Shift+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1–9 class · X last class · [ ] size · N next place · L live · Space pans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diameter of brush and eraser in screen pixels ([ and ], or Shift and the wheel)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LearningPlot</name>
    <message>
        <source>Losses and held-out accuracy appear here while the engine learns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-out accuracy {} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveAccuracyRow</name>
    <message>
        <source>features: {:.0f} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups of similar pixels: paint what you recognise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark where it is like the place that you clicked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark where it is like your strokes: paint a second class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few strokes to measure the accuracy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} % on strokes it had not seen ({} strokes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The confidence is not calibrated yet: that takes more strokes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveMap</name>
    <message>
        <source>The place is not on the image: click on the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: the live map follows once they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part of the live map cannot be read ({}): it is asked for with the next change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live is switched off, since the engine died twice: {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map what the canvas shows after every stroke (L)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What of the live map is drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show groups of similar pixels, which need no strokes, until you paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the map to see what is like that place, until you paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train with the recipe instant and map the whole image; model and map replace the earlier ones as with Train and Predict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the live map: {} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossList</name>
    <message>
        <source>More losses…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The losses that are not part of the training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossRow</name>
    <message>
        <source>Its share λ in the total loss; {:g} is the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does, and its numbers once it is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>experimental</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet shown to help: look closely at what it does to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tuning: keeps the loss's gradient at a fixed share of the supervised loss's gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The part of the training in which the loss takes part; 0 to 100 % is all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{:g} to {:g}; {:g} is the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; multiples of {:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Confidence below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide places of the class map with a lower confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide places of the class map that are less like the training area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export masked map…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the class map without the hidden places as a GeoTIFF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide on the class map</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last lines of the engine's log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OodBandRow</name>
    <message>
        <source>Novel here: unlike every labelled class; foreign: unlike the training imagery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD layer shows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>What the engine is doing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses on a logarithmic axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>analysing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}:{:02d} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>0  Don't know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last answer back (Backspace)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what the map says here (M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map and labels are hidden, so that the imagery alone decides. M shows the map, Backspace takes an answer back, Esc leaves; go on whenever you like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {}&lt;/b&gt;: which class is at the mark?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>No map yet: train on your strokes, then predict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare sites…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How well the labels, or one image, represent the other images: a report, and where to label</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Revival</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from the strokes and the unlabelled rest of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predict as soon as trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also write class probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next map gets a raster with a band for each class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is asked to stop; click again if it does not react</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop at the next step; the model as far as it got is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map the image with {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map the image; needs a trained or opened model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>The folder {} cannot be created ({}): save the project elsewhere, or choose a path for the labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The project's recipe {} does not exist in this version: recipe {} is used instead.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SitesTable</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label file (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label file of this image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SitesWindow</name>
    <message>
        <source>Compare sites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick images, and give the label files that a model would learn from. The report says how much of each image the labelled areas represent, and where to label; without label files, how much of the others the first ticked image represents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SuggestionsPanel</name>
    <message>
        <source>Label here next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The place before (Shift+N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next place without a stroke (N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All suggested places have a stroke: train again, then ask for new ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no suggested places: click Label here next, once a model is trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place {} cannot be shown in the project's CRS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place {} of {}: {} Paint what is there; N goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is at work: wait, or stop it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggest places where the next strokes help the map most; needs a trained model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} labelled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SwipeRow</name>
    <message>
        <source>Left of the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right of the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a line over the map, one layer on each side of it; Esc ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estimated on the imagery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>balanced as drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare losses…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train several choices one after the other, and look at their maps side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo what differs from it: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How frequent the classes are is estimated on unlabelled pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All classes count as equally frequent, as they are drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine's losses are listed here once it is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is chosen: training is purely supervised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without training steps no loss takes part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They learn from the unlabelled imagery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ValueReadout</name>
    <message>
        <source>No class probabilities: tick them beside Predict for the next map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the mouse over the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OOD {} (novel here {}, foreign {})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VotersRow</name>
    <message>
        <source>Feature probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no feature probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The feature probe cannot vote alone, since the encoder of {} keeps no pretrained weights: choose another backbone or recipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The encoder of {} keeps no pretrained weights: the decoder votes alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decoder votes alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The feature probe votes alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature probe {} %, decoder {} % of the vote.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>1. Add an orthophoto or a satellite image to the project, and choose it below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2. Paint a few strokes of each class on it: the map appears while you paint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3. &lt;b&gt;Map everything&lt;/b&gt; writes the map of the whole image, &lt;b&gt;Train&lt;/b&gt; a better one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An orthophoto of 0.7 km² with 40 strokes of five classes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Opacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this layer and hide the other two</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
