<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AccuracyTable</name>
    <message>
        <source>User's</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Of what the map shows as this class, the share that is it; below, the 95 % interval</source>
        <translation>De lo que el mapa muestra como esta clase, la proporción que lo es; debajo, el intervalo del 95 %</translation>
    </message>
    <message>
        <source>Producer's</source>
        <translation>Productor</translation>
    </message>
    <message>
        <source>Of what truly is this class, the share that the map shows as it</source>
        <translation>De lo que realmente es esta clase, la proporción que el mapa muestra como tal</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>The share of the area that truly is this class: the map's count, corrected for its errors</source>
        <translation>La proporción del área que realmente es de esta clase: el recuento del mapa, corregido por sus errores</translation>
    </message>
    <message>
        <source>{}: {} of the answered points lie where the map shows it</source>
        <translation>{}: {} de los puntos respondidos están donde el mapa la muestra</translation>
    </message>
    <message>
        <source>{} square map units ({} to {})</source>
        <translation>{} unidades de mapa cuadradas ({} a {})</translation>
    </message>
    <message>
        <source>{} ha ({} to {})</source>
        <translation>{} ha ({} a {})</translation>
    </message>
</context>
<context>
    <name>AdvancedPanel</name>
    <message>
        <source>Folder for models and maps of this image</source>
        <translation>Carpeta para los modelos y mapas de esta imagen</translation>
    </message>
    <message>
        <source>Keep earlier maps and models</source>
        <translation>Conservar mapas y modelos anteriores</translation>
    </message>
    <message>
        <source>Otherwise the next run replaces the last one's</source>
        <translation>Si no, la próxima ejecución reemplaza los de la última</translation>
    </message>
    <message>
        <source>The engine's Python; empty takes the one installed for Berunda</source>
        <translation>El Python del motor; vacío usa el instalado para Berunda</translation>
    </message>
    <message>
        <source>installed with Berunda</source>
        <translation>instalado con Berunda</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Comprobar</translation>
    </message>
    <message>
        <source>Start the engine with this Python and see what it offers</source>
        <translation>Iniciar el motor con este Python y ver qué ofrece</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>Engine {} is ready: {}</source>
        <translation>El motor {} está listo: {}</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>El motor no está en marcha.</translation>
    </message>
</context>
<context>
    <name>AreaTable</name>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Área (ha)</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Píxeles</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Oculto</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Todas las clases</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>The live map needs a temporary folder, which cannot be made: {}.</source>
        <translation>El mapa en vivo necesita una carpeta temporal, que no se puede crear: {}.</translation>
    </message>
</context>
<context>
    <name>AuxiliaryRow</name>
    <message>
        <source>Auxiliary losses that the model was trained with</source>
        <translation>Pérdidas auxiliares con las que se entrenó el modelo</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Compute what this head has learned, and add it to the results</source>
        <translation>Calcular lo que esta cabeza ha aprendido y añadirlo a los resultados</translation>
    </message>
    <message>
        <source>The model has no head whose output can be shown.</source>
        <translation>El modelo no tiene ninguna cabeza cuya salida se pueda mostrar.</translation>
    </message>
    <message>
        <source>Auxiliary output</source>
        <translation>Salida auxiliar</translation>
    </message>
</context>
<context>
    <name>Berunda</name>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>network; see `models`</source>
        <translation>red; véase `models`</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Red base</translation>
    </message>
    <message>
        <source>encoder and decoder of the network; see `models`</source>
        <translation>codificador y decodificador de la red; véase `models`</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Anchura</translation>
    </message>
    <message>
        <source>channels of the decoder's last level: with more, finer differences are learned, in more time</source>
        <translation>canales del último nivel del decodificador: con más se aprenden diferencias más finas, en más tiempo</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Partir de</translation>
    </message>
    <message>
        <source>Berunda model or encoder weights to start from, for backbone transformers a folder; empty for the backbone's own</source>
        <translation>modelo de Berunda o pesos de un codificador de los que partir, una carpeta para la red base transformers; vacío para los propios de la red base</translation>
    </message>
    <message>
        <source>Feature probe</source>
        <translation>Clasif. de características</translation>
    </message>
    <message>
        <source>share in the vote on the map of a classifier of the pretrained encoder's features; 0 for none, 1 for that classifier alone</source>
        <translation>parte del voto sobre el mapa que tiene un clasificador de las características del codificador preentrenado; 0 para ninguna, 1 para ese clasificador solo</translation>
    </message>
    <message>
        <source>Unlabelled share of the probe</source>
        <translation>Parte sin etiquetar del clasif. de características</translation>
    </message>
    <message>
        <source>share of the feature probe's covariances that comes from unlabelled imagery; 0 for none</source>
        <translation>parte de las covarianzas del clasificador de características que procede de imágenes sin etiquetar; 0 para ninguna</translation>
    </message>
    <message>
        <source>radius of the windows over which the feature probe's probabilities are smoothed, along the edges of the image; 0 for none</source>
        <translation>radio de las ventanas en las que se suavizan las probabilidades del clasificador de características, siguiendo los bordes de la imagen; 0 para ninguna</translation>
    </message>
    <message>
        <source>Auxiliary losses</source>
        <translation>Pérdidas auxiliares</translation>
    </message>
    <message>
        <source>auxiliary loss, see `losses`; WEIGHT may be auto, start and end are shares of the training; none for purely supervised training</source>
        <translation>pérdida auxiliar, véase `losses`; WEIGHT puede ser auto, start y end son fracciones del entrenamiento; none para un entrenamiento puramente supervisado</translation>
    </message>
    <message>
        <source>recipe of a first training, on half of the budget, whose map labels all pixels without strokes for this one; empty for none</source>
        <translation>receta de un primer entrenamiento, con la mitad del presupuesto, cuyo mapa etiqueta para este todos los píxeles sin trazos; vacío para ninguno</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>Prob. a priori</translation>
    </message>
    <message>
        <source>class prior on the map: balanced as drawn, or estimated on unlabelled pixels</source>
        <translation>probabilidad a priori de las clases en el mapa: equilibrada, como en el muestreo, o estimada en píxeles sin etiquetar</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>training steps</source>
        <translation>pasos de entrenamiento</translation>
    </message>
    <message>
        <source>training time, in place of steps</source>
        <translation>tiempo de entrenamiento, en lugar de pasos</translation>
    </message>
    <message>
        <source>side of a training patch</source>
        <translation>lado de un parche de entrenamiento</translation>
    </message>
    <message>
        <source>labelled patches a step</source>
        <translation>parches etiquetados por paso</translation>
    </message>
    <message>
        <source>patches a step drawn anywhere; auto for as many as the auxiliary losses ask for</source>
        <translation>parches por paso extraídos de cualquier lugar; auto para tantos como pidan las pérdidas auxiliares</translation>
    </message>
    <message>
        <source>peak learning rate</source>
        <translation>tasa de aprendizaje máxima</translation>
    </message>
    <message>
        <source>share of the learning rate for pretrained weights; 0 freezes them</source>
        <translation>fracción de la tasa de aprendizaje para los pesos preentrenados; 0 los congela</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>optimizador</translation>
    </message>
    <message>
        <source>schedule of the learning rate</source>
        <translation>programa de la tasa de aprendizaje</translation>
    </message>
    <message>
        <source>share of the training with auxiliary losses alone</source>
        <translation>fracción del entrenamiento solo con pérdidas auxiliares</translation>
    </message>
    <message>
        <source>share of a tile that the next one covers again</source>
        <translation>fracción de una tesela que la siguiente vuelve a cubrir</translation>
    </message>
    <message>
        <source>side of a tile</source>
        <translation>lado de una tesela</translation>
    </message>
    <message>
        <source>Test-time rotations</source>
        <translation>Rotaciones en la predicción</translation>
    </message>
    <message>
        <source>test-time augmentation: quarter-turn rotations of each tile that are averaged</source>
        <translation>aumento de datos en inferencia: giros de un cuarto de vuelta de cada tesela, que se promedian</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>seed of everything random</source>
        <translation>semilla de todo lo aleatorio</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>device to compute on</source>
        <translation>dispositivo en el que calcular</translation>
    </message>
    <message>
        <source>What did best in our measurements: a map in about a minute.</source>
        <translation>Lo que mejor funcionó en nuestras mediciones: un mapa en cerca de un minuto.</translation>
    </message>
    <message>
        <source>The feature probe alone, without training steps: a map in seconds.</source>
        <translation>Solo el clasificador de características, sin pasos de entrenamiento: un mapa en segundos.</translation>
    </message>
    <message>
        <source>The default without anything that uses unlabelled pixels: the yardstick for what they add.</source>
        <translation>La predeterminada sin nada que use píxeles sin etiquetar: la referencia para medir lo que estos aportan.</translation>
    </message>
    <message>
        <source>Half the default budget: a first impression in half a minute.</source>
        <translation>La mitad del presupuesto predeterminado: una primera impresión en medio minuto.</translation>
    </message>
    <message>
        <source>Three decoders trained on different patches and averaged, at seven times the default budget: for the map to deliver.</source>
        <translation>Tres decodificadores entrenados con parches distintos y promediados, con siete veces el presupuesto predeterminado: para el mapa definitivo.</translation>
    </message>
    <message>
        <source>The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.</source>
        <translation>El protocolo del primer artículo sobre BerundaNet: días con un procesador, horas con una tarjeta gráfica.</translation>
    </message>
    <message>
        <source>For single labelled pixels: a network at full resolution, smoothed by total variation.</source>
        <translation>Para píxeles etiquetados sueltos: una red a resolución completa, suavizada por variación total.</translation>
    </message>
    <message>
        <source>Trains on its own confident predictions under changed colours: slow, for large images.</source>
        <translation>Entrena con sus propias predicciones de alta confianza bajo colores alterados: lenta, para imágenes grandes.</translation>
    </message>
    <message>
        <source>A first training with FixMatch labels all pixels, a second one learns them with an energy model of likely imagery; experimental and slow.</source>
        <translation>Un primer entrenamiento con FixMatch etiqueta todos los píxeles; un segundo los aprende con un modelo de energía de las imágenes verosímiles; experimental y lenta.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes and learns which are likely: for likelihoods of whole images, coarse maps and generated samples; experimental.</source>
        <translation>Clasifica cuadrados de 32 píxeles como un todo y aprende cuáles son verosímiles: para verosimilitudes de imágenes completas, mapas de grano grueso y muestras generadas; experimental.</translation>
    </message>
    <message>
        <source>Shares all but the last layer with the auxiliary losses: small and fast, the usual choice.</source>
        <translation>Comparte todo menos la última capa con las pérdidas auxiliares: pequeña y rápida, la elección habitual.</translation>
    </message>
    <message>
        <source>Shares only the encoder: for auxiliary losses whose task differs much from classification.</source>
        <translation>Comparte solo el codificador: para pérdidas auxiliares cuya tarea difiere mucho de la clasificación.</translation>
    </message>
    <message>
        <source>Averages three decoders on one encoder: steadier maps from few strokes; used by recipe thorough.</source>
        <translation>Promedia tres decodificadores sobre un codificador: mapas más estables con pocos trazos; la usa la receta thorough.</translation>
    </message>
    <message>
        <source>Reconstructs the image from the class map, so that auxiliary losses act on the map directly; slow.</source>
        <translation>Reconstruye la imagen a partir del mapa de clases, de modo que las pérdidas auxiliares actúan directamente sobre el mapa; lenta.</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0, pretrained on ImageNet and frozen, with a small decoder: the best from few strokes.</source>
        <translation>EfficientNet-Lite0, preentrenada con ImageNet y congelada, con un decodificador pequeño: la mejor con pocos trazos.</translation>
    </message>
    <message>
        <source>A U-Net on 2x2 blocks of pixels: four times faster than unet, with twice its receptive field.</source>
        <translation>Una U-Net sobre bloques de 2x2 píxeles: cuatro veces más rápida que unet, con el doble de campo receptivo.</translation>
    </message>
    <message>
        <source>The original U-Net at full resolution: slower, for classes with details of one or two pixels.</source>
        <translation>La U-Net original a resolución completa: más lenta, para clases con detalles de uno o dos píxeles.</translation>
    </message>
    <message>
        <source>A ResNet-18 encoder with a U-Net decoder, for pretrained weights in a file; slow to train without.</source>
        <translation>Un codificador ResNet-18 con un decodificador U-Net, para pesos preentrenados en un archivo; sin ellos se entrena despacio.</translation>
    </message>
    <message>
        <source>An encoder of the Python package transformers, such as DINOv2, from a folder of yours, with a small decoder.</source>
        <translation>Un codificador del paquete de Python transformers, como DINOv2, de una carpeta propia, con un decodificador pequeño.</translation>
    </message>
    <message>
        <source>SegNet, which upsamples by the positions of its pooling maxima: sharp borders with little memory.</source>
        <translation>SegNet, que sobremuestrea según las posiciones de los máximos de su agrupación (pooling): bordes nítidos con poca memoria.</translation>
    </message>
    <message>
        <source>A U-Net with group normalisation and smooth activations, as auxiliary loss jem requires.</source>
        <translation>Una U-Net con normalización por grupos y activaciones suaves, como requiere la pérdida auxiliar jem.</translation>
    </message>
    <message>
        <source>Classifies squares of 32 pixels as wholes: coarse maps of textured classes, and with auxiliary loss jem the likelihood of each square.</source>
        <translation>Clasifica cuadrados de 32 píxeles como un todo: mapas de grano grueso de clases con textura y, con la pérdida auxiliar jem, la verosimilitud de cada cuadrado.</translation>
    </message>
    <message>
        <source>Trains on the map's own confident predictions under changed colours and mixed patches; for long trainings on large images, as it takes three times as long and short trainings gain nothing.</source>
        <translation>Entrena con las predicciones de alta confianza del propio mapa bajo colores alterados y parches mezclados; para entrenamientos largos con imágenes grandes, pues tarda el triple y los cortos no ganan nada.</translation>
    </message>
    <message>
        <source>Higher values use only the most confident predictions.</source>
        <translation>Con valores más altos se usan solo las predicciones de mayor confianza.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on colours.</source>
        <translation>Con valores más altos el mapa depende menos de los colores.</translation>
    </message>
    <message>
        <source>Higher values make the map depend less on the surroundings.</source>
        <translation>Con valores más altos el mapa depende menos del entorno.</translation>
    </message>
    <message>
        <source>Hides a square of each patch and reconstructs it from its surroundings; for scenes with continuing patterns such as streets, roofs or crop rows.</source>
        <translation>Oculta un cuadrado de cada parche y lo reconstruye a partir de su entorno; para escenas con patrones continuos como calles, tejados o hileras de cultivo.</translation>
    </message>
    <message>
        <source>Larger holes require more context.</source>
        <translation>Los huecos más grandes exigen más contexto.</translation>
    </message>
    <message>
        <source>Models how likely a piece of imagery is, which improves out-of-distribution warnings; slow and experimental: for when these matter more than speed.</source>
        <translation>Modela cuán verosímil es un fragmento de imagen, lo que mejora los avisos de fuera de distribución; lenta y experimental: para cuando estos importan más que la velocidad.</translation>
    </message>
    <message>
        <source>More make better samples and slower steps.</source>
        <translation>Con más, mejores muestras y pasos más lentos.</translation>
    </message>
    <message>
        <source>More make a steadier loss and slower steps.</source>
        <translation>Con más, una pérdida más estable y pasos más lentos.</translation>
    </message>
    <message>
        <source>More vary more, but each is updated less often.</source>
        <translation>Con más, mayor variedad, pero cada una se actualiza con menos frecuencia.</translation>
    </message>
    <message>
        <source>Larger ones have more context.</source>
        <translation>Cuanto mayores, más contexto.</translation>
    </message>
    <message>
        <source>Longer steps reach likely imagery sooner, or overshoot it.</source>
        <translation>Los pasos más largos alcanzan antes las imágenes verosímiles, o las pasan de largo.</translation>
    </message>
    <message>
        <source>More noise makes samples differ more from each other.</source>
        <translation>Con más ruido las muestras difieren más entre sí.</translation>
    </message>
    <message>
        <source>Higher values make training stabler and energies less distinct.</source>
        <translation>Con valores más altos el entrenamiento es más estable y las energías se distinguen menos.</translation>
    </message>
    <message>
        <source>Shuffles nine pieces of each patch and predicts their order; for long trainings where the spatial arrangement separates classes, as it costs accuracy in short ones.</source>
        <translation>Desordena nueve piezas de cada parche y predice su orden; para entrenamientos largos donde la disposición espacial separa las clases, pues en los cortos cuesta exactitud.</translation>
    </message>
    <message>
        <source>More orders make the task harder.</source>
        <translation>Con más órdenes la tarea es más difícil.</translation>
    </message>
    <message>
        <source>Higher values leave wider gaps, so that edges count less.</source>
        <translation>Los valores más altos dejan huecos más anchos, de modo que los bordes cuentan menos.</translation>
    </message>
    <message>
        <source>Reconstructs the image, so that the features retain its content; mild, and rarely harmful.</source>
        <translation>Reconstruye la imagen, para que las características conserven su contenido; suave y rara vez perjudicial.</translation>
    </message>
    <message>
        <source>Reconstructs the image; large errors weigh most: choose l1 unless small, striking objects matter.</source>
        <translation>Reconstruye la imagen; los errores grandes son los que más pesan: elija l1 salvo que importen objetos pequeños y llamativos.</translation>
    </message>
    <message>
        <source>Groups similar classes and keeps the map consistent with the groups where there are no labels; for many classes that look alike, not for a few distinct ones, where it costs accuracy.</source>
        <translation>Agrupa clases similares y mantiene el mapa coherente con los grupos donde no hay etiquetas; para muchas clases parecidas, no para unas pocas bien distintas, donde cuesta exactitud.</translation>
    </message>
    <message>
        <source>Fewer make broader groups; 0 is as many as classes.</source>
        <translation>Con menos, grupos más amplios; 0 son tantos como clases.</translation>
    </message>
    <message>
        <source>Higher values make each group contain fewer classes.</source>
        <translation>Con valores más altos cada grupo contiene menos clases.</translation>
    </message>
    <message>
        <source>Higher values bind unlabelled pixels closer to the groups.</source>
        <translation>Los valores más altos ligan más los píxeles sin etiquetar a los grupos.</translation>
    </message>
    <message>
        <source>Higher values make maps look more like labels; 0 saves time.</source>
        <translation>Con valores más altos los mapas se parecen más a las etiquetas; 0 ahorra tiempo.</translation>
    </message>
    <message>
        <source>Divides each patch into areas of one colour with short borders; for land cover in clear, even areas.</source>
        <translation>Divide cada parche en áreas de un solo color con bordes cortos; para coberturas del suelo en áreas nítidas y uniformes.</translation>
    </message>
    <message>
        <source>More clusters separate more colours.</source>
        <translation>Más clústeres separan más colores.</translation>
    </message>
    <message>
        <source>Higher values give larger, smoother areas, and finally a single one.</source>
        <translation>Los valores más altos dan áreas más grandes y suaves y, al final, una sola.</translation>
    </message>
    <message>
        <source>Clusters the pixels of each patch by colour, so that the features separate materials; for classes that differ in colour.</source>
        <translation>Agrupa por color los píxeles de cada parche, para que las características separen materiales; para clases que difieren en color.</translation>
    </message>
    <message>
        <source>Higher values assign every pixel to a single cluster.</source>
        <translation>Con valores más altos cada píxel se asigna a un único clúster.</translation>
    </message>
    <message>
        <source>Prefers smooth areas to scattered single pixels; helps most when there are few labels.</source>
        <translation>Prefiere áreas suaves a píxeles sueltos dispersos; ayuda más cuando hay pocas etiquetas.</translation>
    </message>
    <message>
        <source>Lower values spare more edges of the image; 0 smooths all alike.</source>
        <translation>Los valores más bajos respetan más bordes de la imagen; 0 suaviza todo por igual.</translation>
    </message>
    <message>
        <source>The points are being edited: save or cancel the edits in QGIS, then go on.</source>
        <translation>Los puntos se están editando: guarde o cancele los cambios en QGIS y luego continúe.</translation>
    </message>
    <message>
        <source>The answer cannot be stored in {}: check that the file is there and writable.</source>
        <translation>La respuesta no se puede guardar en {}: compruebe que el archivo existe y admite escritura.</translation>
    </message>
    <message>
        <source>There is no class map to check: click Predict first.</source>
        <translation>No hay mapa de clases que verificar: haga clic antes en Predecir.</translation>
    </message>
    <message>
        <source>All points are answered: draw new points to check the map again.</source>
        <translation>Todos los puntos están respondidos: genere puntos nuevos para verificar otra vez el mapa.</translation>
    </message>
    <message>
        <source>There is no answer to take back.</source>
        <translation>No hay ninguna respuesta que retirar.</translation>
    </message>
    <message>
        <source>The points are in {}: their image is no longer open.</source>
        <translation>Los puntos están en {}: su imagen ya no está abierta.</translation>
    </message>
    <message>
        <source>The confidence layer is gone: click Predict first.</source>
        <translation>La capa de confianza ya no existe: haga clic antes en Predecir.</translation>
    </message>
    <message>
        <source>The model behind this map is gone: train again, then predict.</source>
        <translation>El modelo de este mapa ya no existe: entrene de nuevo y luego prediga.</translation>
    </message>
    <message>
        <source>Check points</source>
        <translation>Puntos de verificación</translation>
    </message>
    <message>
        <source>QGIS cannot open the points {}: draw new ones.</source>
        <translation>QGIS no puede abrir los puntos {}: genere otros.</translation>
    </message>
    <message>
        <source>Check points (earlier)</source>
        <translation>Puntos de verificación (anteriores)</translation>
    </message>
    <message>
        <source>map right</source>
        <translation>mapa correcto</translation>
    </message>
    <message>
        <source>map wrong</source>
        <translation>mapa erróneo</translation>
    </message>
    <message>
        <source>don't know</source>
        <translation>no lo sé</translation>
    </message>
    <message>
        <source>open</source>
        <translation>pendiente</translation>
    </message>
    <message>
        <source>Default recipe</source>
        <translation>Receta predeterminada</translation>
    </message>
    <message>
        <source>Losses of recipe {}</source>
        <translation>Pérdidas de la receta {}</translation>
    </message>
    <message>
        <source>Purely supervised</source>
        <translation>Puramente supervisado</translation>
    </message>
    <message>
        <source>{} (experimental)</source>
        <translation>{} (experimental)</translation>
    </message>
    <message>
        <source>Compare: {}</source>
        <translation>Comparación: {}</translation>
    </message>
    <message>
        <source>the setting</source>
        <translation>el ajuste</translation>
    </message>
    <message>
        <source>the plugin's environment</source>
        <translation>el entorno del complemento</translation>
    </message>
    <message>
        <source>The engine's environment {} is gone: {}</source>
        <translation>El entorno del motor {} ya no existe: {}</translation>
    </message>
    <message>
        <source> nor </source>
        <translation> ni en </translation>
    </message>
    <message>
        <source>The engine has no Python yet, neither {}: {}</source>
        <translation>El motor aún no tiene Python, ni en {}: {}</translation>
    </message>
    <message>
        <source>install the engine's environment (Install engine in the dock), or name its Python under Advanced</source>
        <translation>instale el entorno del motor (Instalar motor en el panel) o indique su Python en Avanzado</translation>
    </message>
    <message>
        <source>is a link to a Python that is gone</source>
        <translation>es un enlace a un Python que ya no existe</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>no existe</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>no es un archivo</translation>
    </message>
    <message>
        <source>is not executable</source>
        <translation>no es ejecutable</translation>
    </message>
    <message>
        <source>The engine's Python {} ({}) {}: {}</source>
        <translation>El Python del motor {} ({}) {}: {}</translation>
    </message>
    <message>
        <source>The installation failed ({}): try again, or send the diagnostics.</source>
        <translation>La instalación ha fallado ({}): inténtelo de nuevo o envíe el diagnóstico.</translation>
    </message>
    <message>
        <source>The folder {} cannot be written ({}): choose another folder.</source>
        <translation>No se puede escribir en la carpeta {} ({}): elija otra carpeta.</translation>
    </message>
    <message>
        <source>{} has {:.1f} GB free, the engine needs {:.1f} GB: free some space, or choose another folder.</source>
        <translation>{} tiene {:.1f} GB libres y el motor requiere {:.1f} GB: libere espacio o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The path {} has {} characters, more than {}: choose a folder with a short path, such as {}.</source>
        <translation>La ruta {} tiene {} caracteres, más de {}: elija una carpeta con una ruta corta, como {}.</translation>
    </message>
    <message>
        <source>Berunda diagnostics. Where to report: {}</source>
        <translation>Diagnóstico de Berunda. Dónde informar de un problema: {}</translation>
    </message>
    <message>
        <source>Another QGIS is installing the engine into {}: wait for it.</source>
        <translation>Otro QGIS está instalando el motor en {}: espere a que termine.</translation>
    </message>
    <message>
        <source>It computes on the Apple graphics processor (MPS).</source>
        <translation>El motor calcula en el procesador gráfico de Apple (MPS).</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card with a driver was found: it computes on the processor.</source>
        <translation>No se ha encontrado ninguna tarjeta gráfica NVIDIA con controlador: el motor calcula en el procesador.</translation>
    </message>
    <message>
        <source>It computes on {} (driver {}).</source>
        <translation>El motor calcula en {} (controlador {}).</translation>
    </message>
    <message>
        <source>{} is not used, it computes on the processor: {}.</source>
        <translation>El motor calcula en el procesador, sin usar {}: {}.</translation>
    </message>
    <message>
        <source>its driver {} is older than {}; update the NVIDIA driver</source>
        <translation>el controlador {} de la tarjeta es anterior al {}; actualice el controlador de NVIDIA</translation>
    </message>
    <message>
        <source>what it can is not known; update the NVIDIA driver, or choose its build yourself</source>
        <translation>se desconoce lo que puede hacer la tarjeta; actualice el controlador de NVIDIA o elija usted mismo su variante</translation>
    </message>
    <message>
        <source>its compute capability {} is below {}; a newer card is needed</source>
        <translation>la capacidad de cómputo {} de la tarjeta es inferior a {}; se necesita una tarjeta más reciente</translation>
    </message>
    <message>
        <source>its compute capability {} is newer than this PyTorch; update Berunda</source>
        <translation>la capacidad de cómputo {} de la tarjeta es más reciente que este PyTorch; actualice Berunda</translation>
    </message>
    <message>
        <source>an NVIDIA card</source>
        <translation>una tarjeta NVIDIA</translation>
    </message>
    <message>
        <source>The plugin is not complete ({}): install it again.</source>
        <translation>El complemento no está completo ({}): instálelo de nuevo.</translation>
    </message>
    <message>
        <source>Fetching uv, which makes the environment</source>
        <translation>Obteniendo uv, que crea el entorno</translation>
    </message>
    <message>
        <source>The engine is installed</source>
        <translation>El motor está instalado</translation>
    </message>
    <message>
        <source>Looking at {}</source>
        <translation>Examinando {}</translation>
    </message>
    <message>
        <source>Fetching Python {}</source>
        <translation>Obteniendo Python {}</translation>
    </message>
    <message>
        <source>Fetching the packages</source>
        <translation>Obteniendo los paquetes</translation>
    </message>
    <message>
        <source>Computing on every device, to see that it works</source>
        <translation>Calculando en cada dispositivo, para ver si funciona</translation>
    </message>
    <message>
        <source>The engine computes on the processor, not on the graphics card ({}): update the graphics driver, then repair the engine under Advanced.</source>
        <translation>El motor calcula en el procesador, no en la tarjeta gráfica ({}): actualice el controlador gráfico y luego repare el motor en Avanzado.</translation>
    </message>
    <message>
        <source>Fetching and unpacking the packages: about {:.0f} %</source>
        <translation>Obteniendo y descomprimiendo los paquetes: aprox. {:.0f} %</translation>
    </message>
    <message>
        <source>{} is not locked: install the plugin again.</source>
        <translation>{} no está fijado: instale de nuevo el complemento.</translation>
    </message>
    <message>
        <source>PyTorch has no build for {} on {}: use Windows, macOS or Linux on a 64-bit processor.</source>
        <translation>PyTorch no existe para {} en {}: use Windows, macOS o Linux en un procesador de 64 bits.</translation>
    </message>
    <message>
        <source>PyTorch 2.13 has no build for Macs with an Intel processor: use a Mac with an Apple processor.</source>
        <translation>PyTorch 2.13 no existe para los Mac con procesador Intel: use un Mac con procesador Apple.</translation>
    </message>
    <message>
        <source>The engine needs macOS {} or newer, this is {}: update.</source>
        <translation>El motor requiere macOS {} o posterior, y este es {}: actualícelo.</translation>
    </message>
    <message>
        <source>name a Python from {}.{} to {}.{}, or none, so that a fitting one is fetched</source>
        <translation>indique un Python de {}.{} a {}.{}, o ninguno, para que se descargue uno adecuado</translation>
    </message>
    <message>
        <source>The Python to build on, {}, does not exist: {}.</source>
        <translation>El Python base {} no existe: {}.</translation>
    </message>
    <message>
        <source>{} is QGIS, not a Python: {}.</source>
        <translation>{} es QGIS, no un Python: {}.</translation>
    </message>
    <message>
        <source>{} does not answer as a Python does: {}.</source>
        <translation>{} no responde como lo hace un Python: {}.</translation>
    </message>
    <message>
        <source>The Python to build on, {}, {}: {}.</source>
        <translation>El Python base {} {}: {}.</translation>
    </message>
    <message>
        <source>is {}, not CPython</source>
        <translation>es {}, no CPython</translation>
    </message>
    <message>
        <source>is Python {}, which is too old</source>
        <translation>es Python {}, que es demasiado antiguo</translation>
    </message>
    <message>
        <source>is Python {}, which is too new for the packages</source>
        <translation>es Python {}, que es demasiado reciente para los paquetes</translation>
    </message>
    <message>
        <source>is Python {}, which the build {} of PyTorch is not locked for</source>
        <translation>es Python {}, para el que la variante {} de PyTorch no tiene archivo de bloqueo</translation>
    </message>
    <message>
        <source>is a build for another processor ({}, {} bits)</source>
        <translation>está compilado para otro procesador ({}, {} bits)</translation>
    </message>
    <message>
        <source>{} cannot be removed ({}): close what uses it, then try again.</source>
        <translation>{} no se puede eliminar ({}): cierre lo que lo usa e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>{} was ended by the system, as happens where memory is short, by a virus scanner, or because it does not fit the processor: try again, and if it stays so, send the diagnostics.</source>
        <translation>El sistema terminó {}, como ocurre cuando falta memoria, por un antivirus o porque no es adecuado para el procesador: inténtelo de nuevo y, si persiste, envíe el diagnóstico.</translation>
    </message>
    <message>
        <source>The proxy wants a user name and a password: enter both under Settings → Options → Network, then try again.</source>
        <translation>El proxy pide un nombre de usuario y una contraseña: introduzca ambos en Configuración → Opciones → Red e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The server's certificate is not trusted, as behind a company's firewall: add the company's certificate under Settings → Options → Authentication → Manage certificates → Authorities, then try again.</source>
        <translation>El certificado del servidor no es de confianza, como ocurre tras el cortafuegos de una empresa: añada el certificado de la empresa en Configuración → Opciones → Autenticación → Administrar certificados → Autoridades e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>{0} is not the file that Berunda expects (its SHA-256 differs), so it was not installed: try again, and if it stays so, report it with the diagnostics.</source>
        <translation>{0} no es el archivo que Berunda espera (su SHA-256 difiere), por lo que no se ha instalado: inténtelo de nuevo y, si sigue igual, informe de ello con el diagnóstico.</translation>
    </message>
    <message>
        <source>The disk is full: free some space or choose another folder, then try again.</source>
        <translation>El disco está lleno: libere espacio o elija otra carpeta e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>A path becomes too long: choose a folder with a short path, such as C:\berunda.</source>
        <translation>Una ruta resulta demasiado larga: elija una carpeta con una ruta corta, como C:\berunda.</translation>
    </message>
    <message>
        <source>PyTorch does not start because the Microsoft Visual C++ runtime is missing or old: install the latest “Visual C++ Redistributable” (x64) from Microsoft, then try again.</source>
        <translation>PyTorch no se inicia porque el entorno de ejecución de Microsoft Visual C++ falta o es antiguo: instale el «Visual C++ Redistributable» (x64) más reciente de Microsoft e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The folder cannot be written, or programs may not run from it: choose another folder, or make an exception for it in the virus scanner, then try again.</source>
        <translation>No se puede escribir en la carpeta o no se permite ejecutar programas desde ella: elija otra carpeta o cree una excepción para ella en el antivirus e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>This system is too old for PyTorch (it needs glibc 2.28 or newer): update the system.</source>
        <translation>Este sistema es demasiado antiguo para PyTorch (requiere glibc 2.28 o posterior): actualice el sistema.</translation>
    </message>
    <message>
        <source>The folder of wheels lacks a package: fill it as the user's documentation says, then try again.</source>
        <translation>Falta un paquete en la carpeta de wheels: llénela como indica la documentación de usuario e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>There are no packages for this Python on this computer: leave the Python to build on empty, so that a fitting one is fetched, or name a Python from 3.10 to 3.14.</source>
        <translation>No hay paquetes para este Python en este equipo: deje vacío el Python base, para que se descargue uno adecuado, o indique un Python de 3.10 a 3.14.</translation>
    </message>
    <message>
        <source>The network cannot be reached: check the connection and the proxy under Settings → Options → Network, then try again; without a network, use a folder of wheels (Advanced).</source>
        <translation>No se puede acceder a la red: compruebe la conexión y el proxy en Configuración → Opciones → Red e inténtelo de nuevo; sin red, use una carpeta de wheels (Avanzado).</translation>
    </message>
    <message>
        <source>The folder of wheels lacks {} ({}): add it, as the user's documentation says.</source>
        <translation>Falta en la carpeta de wheels {} ({}): añádalo, como indica la documentación de usuario.</translation>
    </message>
    <message>
        <source>The package index {} does not have {}: check the index, or use a folder of wheels (Advanced).</source>
        <translation>El índice de paquetes {} no tiene {}: compruebe el índice o use una carpeta de wheels (Avanzado).</translation>
    </message>
    <message>
        <source>Row {} of the table 'classes' in {} has no class_id: give it a number from 1 to 254, or delete the row.</source>
        <translation>La fila {} de la tabla 'classes' de {} no tiene class_id: dele un número del 1 al 254 o elimine la fila.</translation>
    </message>
    <message>
        <source>The classes in {} cannot be read or written ({}): check that the file is writable and the disk not full.</source>
        <translation>Las clases de {} no se pueden leer o escribir ({}): compruebe que el archivo admite escritura y que el disco no está lleno.</translation>
    </message>
    <message>
        <source>Class id {} is out of range: use a number from 1 to 254.</source>
        <translation>El id. de clase {} está fuera de rango: use un número del 1 al 254.</translation>
    </message>
    <message>
        <source>Class {} has an empty name: give it one.</source>
        <translation>La clase {} tiene un nombre vacío: dele uno.</translation>
    </message>
    <message>
        <source>{!r} is not a colour: write it as #rrggbb.</source>
        <translation>{!r} no es un color: escríbalo como #rrggbb.</translation>
    </message>
    <message>
        <source>Class {}</source>
        <translation>Clase {}</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>sin motivo indicado</translation>
    </message>
    <message>
        <source>The stroke could not be stored in {} ({}): check that the file is writable and the disk not full.</source>
        <translation>El trazo no se pudo guardar en {} ({}): compruebe que el archivo admite escritura y que el disco no está lleno.</translation>
    </message>
    <message>
        <source>The label file {} does not end in .gpkg: give it that ending.</source>
        <translation>El archivo de etiquetas {} no termina en .gpkg: dele esa terminación.</translation>
    </message>
    <message>
        <source>The label file {} exists already: open it, or choose another name.</source>
        <translation>El archivo de etiquetas {} ya existe: ábralo o elija otro nombre.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read now ({}): close the program that locks it, or choose another.</source>
        <translation>El archivo de etiquetas {} no se puede leer ahora ({}): cierre el programa que lo bloquea o elija otro archivo.</translation>
    </message>
    <message>
        <source>The label file {} is damaged ({}): restore a copy of it, or start a new one.</source>
        <translation>El archivo de etiquetas {} está dañado ({}): restaure una copia o cree uno nuevo.</translation>
    </message>
    <message>
        <source>{} is an SQLite file but not a GeoPackage: choose a label file, or start a new one.</source>
        <translation>{} es un archivo SQLite, pero no un GeoPackage: elija un archivo de etiquetas o cree uno nuevo.</translation>
    </message>
    <message>
        <source>The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, or start a new label file.</source>
        <translation>Las etiquetas de {} son de tipo {}, y solo se pueden pintar polígonos: el entrenamiento las admite tal cual; si no, cree un archivo de etiquetas nuevo.</translation>
    </message>
    <message>
        <source>The label file {} was written by a newer Berunda (label format {}, this one reads up to {}): update Berunda.</source>
        <translation>El archivo de etiquetas {} fue escrito por un Berunda más reciente (formato de etiquetas {}, este lee hasta el {}): actualice Berunda.</translation>
    </message>
    <message>
        <source>no layer at all</source>
        <translation>ninguna capa</translation>
    </message>
    <message>
        <source>The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.</source>
        <translation>El GeoPackage {} no tiene la capa 'labels' (contiene: {}): elija un archivo de etiquetas o cree uno nuevo.</translation>
    </message>
    <message>
        <source>The layer '{}' in {} has no column '{}': add it, or start a new label file.</source>
        <translation>La capa '{}' de {} no tiene la columna '{}': añádala o cree un archivo de etiquetas nuevo.</translation>
    </message>
    <message>
        <source>The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the layer's attribute table.</source>
        <translation>El archivo de etiquetas {} tiene {} trazo(s) con class_id {}: los id. van del 1 al 254; corríjalos en la tabla de atributos de la capa.</translation>
    </message>
    <message>
        <source>There is no label file {}: choose another one, or start a new one.</source>
        <translation>No existe el archivo de etiquetas {}: elija otro o cree uno nuevo.</translation>
    </message>
    <message>
        <source>The label file {} cannot be read ({}): choose another one.</source>
        <translation>El archivo de etiquetas {} no se puede leer ({}): elija otro.</translation>
    </message>
    <message>
        <source>The label file {} is empty (0 bytes): delete it, or choose another one.</source>
        <translation>El archivo de etiquetas {} está vacío (0 bytes): elimínelo o elija otro.</translation>
    </message>
    <message>
        <source>{} is not a GeoPackage: choose a label file that ends in .gpkg, or start a new one.</source>
        <translation>{} no es un GeoPackage: elija un archivo de etiquetas que termine en .gpkg o cree uno nuevo.</translation>
    </message>
    <message>
        <source>The label file {} cannot be written ({}): choose a folder that exists and is yours.</source>
        <translation>El archivo de etiquetas {} no se puede escribir ({}): elija una carpeta que exista y sea suya.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>QGIS cannot open the label file {} ({}): choose another one.</source>
        <translation>QGIS no puede abrir el archivo de etiquetas {} ({}): elija otro.</translation>
    </message>
    <message>
        <source>The label file {} is read-only: make it writable, or copy it.</source>
        <translation>El archivo de etiquetas {} es de solo lectura: permita la escritura o cópielo.</translation>
    </message>
    <message>
        <source>{} has no classes: choose a style with categories, or a raster with a palette.</source>
        <translation>{} no tiene clases: elija un estilo con categorías o un ráster con una paleta.</translation>
    </message>
    <message>
        <source>{} has {} classes, and 254 are possible: merge some of them first.</source>
        <translation>{} tiene {} clases, y son posibles 254: fusione antes algunas.</translation>
    </message>
    <message>
        <source>{} has two classes of the value {}: give each a value of its own.</source>
        <translation>{} tiene dos clases con el valor {}: dé a cada una un valor propio.</translation>
    </message>
    <message>
        <source>The style {} cannot be read ({}): choose another file.</source>
        <translation>El estilo {} no se puede leer ({}): elija otro archivo.</translation>
    </message>
    <message>
        <source>{} is not a QGIS style: choose a .qml file that QGIS has saved.</source>
        <translation>{} no es un estilo de QGIS: elija un archivo .qml guardado por QGIS.</translation>
    </message>
    <message>
        <source>{} is neither a QGIS style (.qml) nor a raster: choose another file.</source>
        <translation>{} no es ni un estilo de QGIS (.qml) ni un ráster: elija otro archivo.</translation>
    </message>
    <message>
        <source>The raster {} has no palette: choose one with a colour table, or a QGIS style (.qml).</source>
        <translation>El ráster {} no tiene paleta: elija uno con tabla de colores o un estilo de QGIS (.qml).</translation>
    </message>
    <message>
        <source>QGIS styles and rasters</source>
        <translation>Estilos de QGIS y rásteres</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>There is no class {}: choose one in the list of classes.</source>
        <translation>No existe la clase {}: elija una en la lista de clases.</translation>
    </message>
    <message>
        <source>Class {} cannot be removed while the label layer is being edited: save or discard its edits first.</source>
        <translation>La clase {} no se puede eliminar mientras se edita la capa de etiquetas: guarde o descarte antes los cambios.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Eliminar clase</translation>
    </message>
    <message>
        <source>Classes cannot be replaced while the label layer is being edited: save or discard its edits first.</source>
        <translation>Las clases no se pueden reemplazar mientras se edita la capa de etiquetas: guarde o descarte antes sus cambios.</translation>
    </message>
    <message>
        <source>Paint label</source>
        <translation>Pintar etiqueta</translation>
    </message>
    <message>
        <source>Erase labels</source>
        <translation>Borrar etiquetas</translation>
    </message>
    <message>
        <source>All 254 classes are in use: remove one first.</source>
        <translation>Las 254 clases están en uso: elimine antes una.</translation>
    </message>
    <message>
        <source>The stroke has no place in the labels' reference system {} ({}): zoom to the imagery and paint there.</source>
        <translation>El trazo no tiene lugar en el sistema de referencia de las etiquetas {} ({}): haga zoom a las imágenes y pinte allí.</translation>
    </message>
    <message>
        <source>a stroke needs at least one point, all of them finite</source>
        <translation>un trazo necesita al menos un punto, todos de coordenadas finitas</translation>
    </message>
    <message>
        <source>a stroke of width {} covers nothing</source>
        <translation>un trazo de anchura {} no cubre nada</translation>
    </message>
    <message>
        <source>a polygon needs three corners, not {}</source>
        <translation>un polígono necesita tres vértices, no {}</translation>
    </message>
    <message>
        <source>the outline encloses no area</source>
        <translation>el contorno no encierra ninguna superficie</translation>
    </message>
    <message>
        <source>its coordinates become infinite</source>
        <translation>sus coordenadas se vuelven infinitas</translation>
    </message>
    <message>
        <source>The canvas extent</source>
        <translation>La extensión del lienzo</translation>
    </message>
    <message>
        <source>The polygon layer of the area is gone: choose another one or the whole image.</source>
        <translation>La capa de polígonos del área ya no existe: elija otra o la imagen completa.</translation>
    </message>
    <message>
        <source>The layer {} holds no polygons: choose a polygon layer for the area.</source>
        <translation>La capa {} no contiene polígonos: elija una capa de polígonos para el área.</translation>
    </message>
    <message>
        <source>The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.</source>
        <translation>La capa {} tiene más de {} polígonos: seleccione menos, o disuélvalos, para el área.</translation>
    </message>
    <message>
        <source>The area {}</source>
        <translation>El área {}</translation>
    </message>
    <message>
        <source>The area cannot be reprojected from {} to {} ({}): choose another one, or the whole image.</source>
        <translation>El área no se puede reproyectar de {} a {} ({}): elija otra o la imagen completa.</translation>
    </message>
    <message>
        <source>{} does not touch the image {}: move it there, or take the whole image.</source>
        <translation>{} no toca la imagen {}: muévala allí o use la imagen completa.</translation>
    </message>
    <message>
        <source>The map is no longer in the project: predict again.</source>
        <translation>El mapa ya no está en el proyecto: prediga de nuevo.</translation>
    </message>
    <message>
        <source>Stopped; the auxiliary output was not written.</source>
        <translation>Detenido; no se escribió la salida auxiliar.</translation>
    </message>
    <message>
        <source>The auxiliary output is {}.</source>
        <translation>La salida auxiliar está en {}.</translation>
    </message>
    <message>
        <source>The model is {}.</source>
        <translation>El modelo es {}.</translation>
    </message>
    <message>
        <source>The STAC item is {}.</source>
        <translation>El elemento STAC es {}.</translation>
    </message>
    <message>
        <source>The image has no model yet: click Train first, or open a model file.</source>
        <translation>La imagen aún no tiene modelo: haga clic antes en Entrenar o abra un archivo de modelo.</translation>
    </message>
    <message>
        <source>{} polygons are in {}.</source>
        <translation>Hay {} polígonos en {}.</translation>
    </message>
    <message>
        <source>{} regions below the minimum area are left out.</source>
        <translation>Se omiten {} regiones por debajo de la superficie mínima.</translation>
    </message>
    <message>
        <source>The image {} has no georeferencing: it works, and the result lies on the same pixels, but areas are in pixels.</source>
        <translation>La imagen {} no está georreferenciada: funciona, y el resultado queda sobre los mismos píxeles, pero las áreas se dan en píxeles.</translation>
    </message>
    <message>
        <source>No image is chosen: open an orthophoto in QGIS and choose it under Imagery.</source>
        <translation>No se ha elegido ninguna imagen: abra una ortofoto en QGIS y elíjala en Imágenes.</translation>
    </message>
    <message>
        <source>The image {} cannot be read ({}): repair its data source or choose another.</source>
        <translation>La imagen {} no se puede leer ({}): repare su origen de datos o elija otra.</translation>
    </message>
    <message>
        <source>The layer {} is a web layer ({}), and the engine reads files only: choose the original file, or export a part as GeoTIFF.</source>
        <translation>La capa {} es una capa web ({}), y el motor solo lee archivos: elija el archivo original o exporte una parte como GeoTIFF.</translation>
    </message>
    <message>
        <source>The layer {} is not a raster file (provider {}): export it as GeoTIFF and choose that.</source>
        <translation>La capa {} no es un archivo ráster (proveedor {}): expórtela como GeoTIFF y elija ese archivo.</translation>
    </message>
    <message>
        <source>The layer {} is not a plain file ({}): export it as GeoTIFF and choose that.</source>
        <translation>La capa {} no es un archivo simple ({}): expórtela como GeoTIFF y elija ese archivo.</translation>
    </message>
    <message>
        <source>The image {} has no model yet: click Train first, or open a model file.</source>
        <translation>La imagen {} aún no tiene modelo: haga clic antes en Entrenar o abra un archivo de modelo.</translation>
    </message>
    <message>
        <source>There are no labels yet: start them under Labels and paint strokes of at least two classes.</source>
        <translation>Aún no hay etiquetas: créelas en Etiquetas y pinte trazos de al menos dos clases.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then train.</source>
        <translation>Las etiquetas tienen cambios sin guardar: guárdelos o cancélelos en QGIS y luego entrene.</translation>
    </message>
    <message>
        <source>Nothing is painted yet: paint strokes of at least two classes.</source>
        <translation>Aún no hay nada pintado: pinte trazos de al menos dos clases.</translation>
    </message>
    <message>
        <source>All strokes are of one class ({}): paint at least one more class.</source>
        <translation>Todos los trazos son de una sola clase ({}): pinte al menos una clase más.</translation>
    </message>
    <message>
        <source>No polygon layer is chosen for the area: choose one, or take the whole image.</source>
        <translation>No se ha elegido ninguna capa de polígonos para el área: elija una o use la imagen completa.</translation>
    </message>
    <message>
        <source>Model and map in {} cannot be copied ({}): choose another output folder under Advanced.</source>
        <translation>El modelo y el mapa de {} no se pueden copiar ({}): elija otra carpeta de salida en Avanzado.</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: Predict uses it.</source>
        <translation>Detenido. El modelo se conserva hasta donde llegó: Predecir lo usa.</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Detenido; no se cambió nada.</translation>
    </message>
    <message>
        <source>The training is over and its model is {}: its project is no longer open.</source>
        <translation>El entrenamiento ha terminado y su modelo está en {}: su proyecto ya no está abierto.</translation>
    </message>
    <message>
        <source>The map is in {}: its project is no longer open.</source>
        <translation>El mapa está en {}: su proyecto ya no está abierto.</translation>
    </message>
    <message>
        <source>The map is in {}: its image is no longer in the project.</source>
        <translation>El mapa está en {}: su imagen ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>The sample cannot be copied to {} ({}): check the folder, or add an image of your own.</source>
        <translation>El ejemplo no se puede copiar a {} ({}): compruebe la carpeta o añada una imagen propia.</translation>
    </message>
    <message>
        <source>Berunda sample</source>
        <translation>Ejemplo de Berunda</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: save or cancel them in QGIS, then compare.</source>
        <translation>Las etiquetas tienen cambios sin guardar: guárdelos o cancélelos en QGIS y luego compare.</translation>
    </message>
    <message>
        <source>The report is {}: its project is no longer open.</source>
        <translation>El informe está en {}: su proyecto ya no está abierto.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>apagado</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>inactivo</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>leyendo</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>aprendiendo</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>calibrando</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>prediciendo</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>analizando</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniendo</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>Auxiliary output: {}</source>
        <translation>Salida auxiliar: {}</translation>
    </message>
    <message>
        <source>The auxiliary output {} cannot be shown: predict again.</source>
        <translation>La salida auxiliar {} no se puede mostrar: prediga de nuevo.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <source>Out of distribution (OOD)</source>
        <translation>Fuera de distribución (OOD)</translation>
    </message>
    <message>
        <source>The layer {} cannot be shown: {} is missing or not a raster; predict again.</source>
        <translation>La capa {} no se puede mostrar: {} falta o no es un ráster; prediga de nuevo.</translation>
    </message>
    <message>
        <source>Confidence (uncalibrated)</source>
        <translation>Confianza (sin calibrar)</translation>
    </message>
    <message>
        <source>The layer that hides parts of the map ({}) is no longer in the project: predict again.</source>
        <translation>La capa que oculta partes del mapa ({}) ya no está en el proyecto: prediga de nuevo.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): parts of the map can be hidden in a writable folder only.</source>
        <translation>{} no se puede escribir ({}): solo se pueden ocultar partes del mapa en una carpeta que admita escritura.</translation>
    </message>
    <message>
        <source>{} is gone or cannot be read: predict again.</source>
        <translation>{} ya no existe o no se puede leer: prediga de nuevo.</translation>
    </message>
    <message>
        <source>Fused score</source>
        <translation>Puntuación combinada</translation>
    </message>
    <message>
        <source>Novel here</source>
        <translation>Nuevo aquí</translation>
    </message>
    <message>
        <source>Foreign</source>
        <translation>Ajeno</translation>
    </message>
    <message>
        <source>Patches by appearance</source>
        <translation>Parches por apariencia</translation>
    </message>
    <message>
        <source>The patches in {} cannot be opened: compare again.</source>
        <translation>Los parches de {} no se pueden abrir: compare de nuevo.</translation>
    </message>
    <message>
        <source>Class polygons</source>
        <translation>Polígonos de clases</translation>
    </message>
    <message>
        <source>The polygons in {} cannot be shown: export them again.</source>
        <translation>Los polígonos de {} no se pueden mostrar: expórtelos de nuevo.</translation>
    </message>
    <message>
        <source>{} has no class names, so it is not a class map of Berunda: predict again.</source>
        <translation>{} no tiene nombres de clases, así que no es un mapa de clases de Berunda: prediga de nuevo.</translation>
    </message>
    <message>
        <source>Label here next</source>
        <translation>Dónde etiquetar</translation>
    </message>
    <message>
        <source>The suggested places in {} cannot be shown: ask for them again.</source>
        <translation>Los lugares sugeridos de {} no se pueden mostrar: pídalos de nuevo.</translation>
    </message>
    <message>
        <source>to be labelled</source>
        <translation>por etiquetar</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>etiquetado</translation>
    </message>
    <message>
        <source>The suggested places are in {}: their project or image is no longer open.</source>
        <translation>Los lugares sugeridos están en {}: su proyecto o su imagen ya no están abiertos.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutos</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} pasos</translation>
    </message>
    <message>
        <source>1 stroke</source>
        <translation>1 trazo</translation>
    </message>
    <message>
        <source>{} strokes</source>
        <translation>{} trazos</translation>
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
        <translation>tarjeta gráfica NVIDIA (CUDA {})</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>procesador (CPU)</translation>
    </message>
    <message>
        <source>Apple graphics processor (MPS)</source>
        <translation>procesador gráfico de Apple (MPS)</translation>
    </message>
    <message>
        <source>each of {} strokes judged by feature probes that were fitted without it</source>
        <translation>cada uno de {} trazos juzgado por clasificadores de características que se ajustaron sin él</translation>
    </message>
    <message>
        <source>measured on {} strokes that the model had not seen</source>
        <translation>medida en {} trazos que el modelo no había visto</translation>
    </message>
    <message>
        <source>Held-out accuracy {} % (95 % interval {} to {} %), {}.</source>
        <translation>Exactitud en trazos reservados: {} % (intervalo del 95 %: {} a {} %), {}.</translation>
    </message>
    <message>
        <source>The confidence is calibrated.</source>
        <translation>La confianza está calibrada.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: draw at least {} more strokes, some of each class, and train again.</source>
        <translation>La confianza está sin calibrar: dibuje al menos {} trazos más, algunos de cada clase, y entrene de nuevo.</translation>
    </message>
    <message>
        <source>The confidence is uncalibrated: train again.</source>
        <translation>La confianza está sin calibrar: entrene de nuevo.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalo del 95 %</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Trazos</translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation>{} a {} %</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>marcado</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>desmarcado</translation>
    </message>
    <message>
        <source>Files ({})</source>
        <translation>Archivos ({})</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiado</translation>
    </message>
    <message>
        <source>The recipe has {}</source>
        <translation>Valor de la receta: {}</translation>
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
        <translation>No hay ningún archivo de etiquetas en el que pintar: elija antes las imágenes en el panel de Berunda.</translation>
    </message>
    <message>
        <source>There is no class to paint: add one in the list of classes.</source>
        <translation>No hay ninguna clase que pintar: añada una en la lista de clases.</translation>
    </message>
    <message>
        <source>No class is chosen: pick one in the list of classes, or press its number.</source>
        <translation>No se ha elegido ninguna clase: elija una en la lista de clases o pulse su número.</translation>
    </message>
    <message>
        <source>Nothing was painted: {}.</source>
        <translation>No se pintó nada: {}.</translation>
    </message>
    <message>
        <source>The label layer is hidden: switch it on in the Layers panel to see the strokes.</source>
        <translation>La capa de etiquetas está oculta: actívela en el panel Capas para ver los trazos.</translation>
    </message>
    <message>
        <source>There is no stroke to undo.</source>
        <translation>No hay ningún trazo que deshacer.</translation>
    </message>
    <message>
        <source>There is no stroke to redo.</source>
        <translation>No hay ningún trazo que rehacer.</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>No existe la clase número {}: la lista tiene {}.</translation>
    </message>
    <message>
        <source>Berunda: land-cover maps from a few scribbles</source>
        <translation>Berunda: mapas de cobertura del suelo con unos pocos trazos</translation>
    </message>
    <message>
        <source>the recipe decides where it is empty</source>
        <translation>donde está vacío, decide la receta</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Detenido; no se escribió nada.</translation>
    </message>
    <message>
        <source>Compare sites (representativeness)</source>
        <translation>Comparar sitios (representatividad)</translation>
    </message>
    <message>
        <source>Reports how well imagery and its labels represent other imagery, or areas of the same image each other.</source>
        <translation>Informa de lo bien que unas imágenes y sus etiquetas representan otras imágenes, o unas áreas de una imagen a otras.</translation>
    </message>
    <message>
        <source>GeoPackage of the compared patches, as patches.gpkg of the folder</source>
        <translation>GeoPackage de los parches comparados, igual que patches.gpkg de la carpeta</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>Estimate accuracy from check points</source>
        <translation>Estimar la exactitud con puntos de verificación</translation>
    </message>
    <message>
        <source>Estimates the accuracy of a map and the areas of its classes from check points that were answered.</source>
        <translation>Estima la exactitud de un mapa y las áreas de sus clases a partir de puntos de verificación respondidos.</translation>
    </message>
    <message>
        <source>Overall accuracy</source>
        <translation>Exactitud global</translation>
    </message>
    <message>
        <source>Lower end of its 95 % interval</source>
        <translation>Extremo inferior de su intervalo del 95 %</translation>
    </message>
    <message>
        <source>Upper end of its 95 % interval</source>
        <translation>Extremo superior de su intervalo del 95 %</translation>
    </message>
    <message>
        <source>Draw check points</source>
        <translation>Sortear puntos de verificación</translation>
    </message>
    <message>
        <source>Draws random points of a map, by class, to be checked by eye; the answers go into reference_class.</source>
        <translation>Sortea puntos aleatorios de un mapa, por clase, para verificarlos a simple vista; las respuestas van en reference_class.</translation>
    </message>
    <message>
        <source>{} cannot be written ({}): choose another file, or remove the layer that shows it.</source>
        <translation>No se puede escribir {} ({}): elija otro archivo o quite la capa que lo muestra.</translation>
    </message>
    <message>
        <source>The file {} does not end in .{}: rename it.</source>
        <translation>El archivo {} no termina en .{}: cámbiele el nombre.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another one.</source>
        <translation>La carpeta {} no se puede crear ({}): elija otra.</translation>
    </message>
    <message>
        <source>the next run</source>
        <translation>la próxima ejecución</translation>
    </message>
    <message>
        <source>Stopping at the next step or tile …</source>
        <translation>Se detendrá en el próximo paso o tesela …</translation>
    </message>
    <message>
        <source>Step {}: {}</source>
        <translation>Paso {}: {}</translation>
    </message>
    <message>
        <source>Evaluate a map</source>
        <translation>Evaluar un mapa</translation>
    </message>
    <message>
        <source>Scores a class map against a truth: accuracy with its interval, scores by class, and calibration.</source>
        <translation>Evalúa un mapa de clases con una verdad de referencia: exactitud con su intervalo, valores por clase y calibración.</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>Página HTML</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>IoU media</translation>
    </message>
    <message>
        <source>several are separated by spaces</source>
        <translation>varios se separan con espacios</translation>
    </message>
    <message>
        <source>Instant map</source>
        <translation>Mapa instantáneo</translation>
    </message>
    <message>
        <source>Maps an image from its labels in seconds: linear classifiers on an encoder, without training steps.</source>
        <translation>Cartografía una imagen en segundos a partir de sus etiquetas: clasificadores lineales sobre un codificador, sin pasos de entrenamiento.</translation>
    </message>
    <message>
        <source>here a vector layer</source>
        <translation>aquí una capa vectorial</translation>
    </message>
    <message>
        <source>polygons of another CRS are reprojected</source>
        <translation>los polígonos de otro SRC se reproyectan</translation>
    </message>
    <message>
        <source>written here as x min, x max, y min, y max</source>
        <translation>aquí se escribe como x mín, x máx, y mín, y máx</translation>
    </message>
    <message>
        <source>{} is {}, which QGIS cannot open as a layer: name an existing file, or a layer of the project.</source>
        <translation>{} es {}, que QGIS no puede abrir como capa: indique un archivo existente o una capa del proyecto.</translation>
    </message>
    <message>
        <source>The layer {} is not a file ({}): save it as a GeoPackage and choose that.</source>
        <translation>La capa {} no es un archivo ({}): guárdela como GeoPackage y elija ese archivo.</translation>
    </message>
    <message>
        <source>The layer {} has edits that are not saved: save or cancel them, then run this again.</source>
        <translation>La capa {} tiene cambios sin guardar: guárdelos o cancélelos y vuelva a ejecutar.</translation>
    </message>
    <message>
        <source>GeoTIFF of the class of every pixel, 0 where there is none</source>
        <translation>GeoTIFF de la clase de cada píxel, 0 donde no hay ninguna</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability of the shown class in hundredths</source>
        <translation>GeoTIFF de la probabilidad de la clase mostrada en centésimas</translation>
    </message>
    <message>
        <source>GeoTIFF of how unlike the training area every pixel is, in hundredths</source>
        <translation>GeoTIFF de cuánto difiere cada píxel del área de entrenamiento, en centésimas</translation>
    </message>
    <message>
        <source>GeoTIFF of the probabilities of all classes in hundredths, a band each</source>
        <translation>GeoTIFF de las probabilidades de todas las clases en centésimas, una banda cada una</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilidades</translation>
    </message>
    <message>
        <source>The folder {} cannot be written to ({}): choose another one.</source>
        <translation>No se puede escribir en la carpeta {} ({}): elija otra.</translation>
    </message>
    <message>
        <source>Map with a model</source>
        <translation>Cartografiar con un modelo</translation>
    </message>
    <message>
        <source>Maps an image with a trained model: classes, confidence, and out of distribution.</source>
        <translation>Cartografía una imagen con un modelo entrenado: clases, confianza y fuera de distribución.</translation>
    </message>
    <message>
        <source>the model decides where it is empty</source>
        <translation>donde está vacío, decide el modelo</translation>
    </message>
    <message>
        <source>Berunda model</source>
        <translation>Modelo de Berunda</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>Trains a model on the labels of an image, with auxiliary losses that learn from its unlabelled pixels.</source>
        <translation>Entrena un modelo con las etiquetas de una imagen, con pérdidas auxiliares que aprenden de sus píxeles sin etiquetar.</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Exactitud (reservados)</translation>
    </message>
    <message>
        <source>Stopped. The model as far as it got is kept: {}</source>
        <translation>Detenido. El modelo se conserva hasta donde llegó: {}</translation>
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
        <translation>Avanzado</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>1  Imagery</source>
        <translation>1  Imágenes</translation>
    </message>
    <message>
        <source>2  Labels</source>
        <translation>2  Etiquetas</translation>
    </message>
    <message>
        <source>3  Learning</source>
        <translation>3  Aprendizaje</translation>
    </message>
    <message>
        <source>4  Results</source>
        <translation>4  Resultados</translation>
    </message>
    <message>
        <source>The sample has 40 strokes already: switch the live map on, or click Train.</source>
        <translation>El ejemplo ya tiene 40 trazos: active el mapa en vivo o haga clic en Entrenar.</translation>
    </message>
    <message>
        <source>Trained {} steps in {:.0f} s.</source>
        <translation>Entrenados {} pasos en {:.0f} s.</translation>
    </message>
    <message>
        <source>The map is in the project.</source>
        <translation>El mapa está en el proyecto.</translation>
    </message>
    <message>
        <source>The confidence was {:.0f} % on average and is {:.0f} % now: {} points say that {:.0f} % of the map is right.</source>
        <translation>La confianza era del {:.0f} % de media y ahora es del {:.0f} %: según {} puntos, el {:.0f} % del mapa es correcto.</translation>
    </message>
    <message>
        <source>The engine is installed.</source>
        <translation>El motor está instalado.</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source> points</source>
        <translation> puntos</translation>
    </message>
    <message>
        <source>60 points take about five minutes; four times as many halve the width of the intervals</source>
        <translation>60 puntos llevan unos cinco minutos; el cuádruple reduce a la mitad la anchura de los intervalos</translation>
    </message>
    <message>
        <source>New points</source>
        <translation>Nuevos puntos</translation>
    </message>
    <message>
        <source>Draw other points; the answers so far stay in their file</source>
        <translation>Generar otros puntos; las respuestas dadas quedan en su archivo</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Write accuracy.csv and accuracy.html, and open the page</source>
        <translation>Escribir accuracy.csv y accuracy.html, y abrir la página</translation>
    </message>
    <message>
        <source>Correct confidence</source>
        <translation>Corregir confianza</translation>
    </message>
    <message>
        <source>Fit the confidence to these answers, in this map and in the model's next ones</source>
        <translation>Ajustar la confianza a estas respuestas, en este mapa y en los próximos del modelo</translation>
    </message>
    <message>
        <source>Answer random points by eye; the map's accuracy and the areas follow, with intervals</source>
        <translation>Responder puntos aleatorios a ojo; se obtienen la exactitud del mapa y las áreas, con intervalos</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Detener verificación</translation>
    </message>
    <message>
        <source>Drawing points…</source>
        <translation>Generando puntos…</translation>
    </message>
    <message>
        <source>Go on checking</source>
        <translation>Seguir verificando</translation>
    </message>
    <message>
        <source>Check accuracy…</source>
        <translation>Verificar exactitud…</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} de {}</translation>
    </message>
    <message>
        <source>{} · &lt;b&gt;{} %&lt;/b&gt; overall ({} to {} %)</source>
        <translation>{} · &lt;b&gt;{} %&lt;/b&gt; global ({} a {} %)</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tecla</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Trazos</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>Click to change the colour</source>
        <translation>Clic para cambiar el color</translation>
    </message>
    <message>
        <source>Double-click to rename</source>
        <translation>Doble clic para renombrar</translation>
    </message>
    <message>
        <source>Key of the class</source>
        <translation>Tecla de la clase</translation>
    </message>
</context>
<context>
    <name>ClassesPanel</name>
    <message>
        <source>Add a class</source>
        <translation>Añadir una clase</translation>
    </message>
    <message>
        <source>Remove the selected class</source>
        <translation>Eliminar la clase seleccionada</translation>
    </message>
    <message>
        <source>Take names and colours from a QGIS style (QML) or from the palette of a raster</source>
        <translation>Tomar nombres y colores de un estilo de QGIS (QML) o de la paleta de un ráster</translation>
    </message>
    <message>
        <source>nothing labelled yet</source>
        <translation>aún no hay nada etiquetado</translation>
    </message>
    <message>
        <source>Colour of {}</source>
        <translation>Color de {}</translation>
    </message>
    <message>
        <source>Remove {} with what is labelled ({})?</source>
        <translation>¿Eliminar {} con lo etiquetado ({})?</translation>
    </message>
    <message>
        <source>Undo brings both back until the label file is closed.</source>
        <translation>Deshacer recupera ambas cosas hasta que se cierre el archivo de etiquetas.</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Eliminar clase</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Classes from a style or raster</source>
        <translation>Clases de un estilo o ráster</translation>
    </message>
    <message>
        <source>Give classes that have strokes other names ({})?</source>
        <translation>¿Dar otros nombres a clases que tienen trazos ({})?</translation>
    </message>
    <message>
        <source>The strokes keep their class ids, and so get another meaning.</source>
        <translation>Los trazos conservan sus identificadores de clase y adquieren así otro significado.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renombrar</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Losses cannot be compared without training steps: give a budget, or choose another recipe.</source>
        <translation>Las funciones de pérdida no se pueden comparar sin pasos de entrenamiento: indique un presupuesto o elija otra receta.</translation>
    </message>
    <message>
        <source>Tick at least two choices to compare.</source>
        <translation>Marque al menos dos opciones para comparar.</translation>
    </message>
</context>
<context>
    <name>ComparisonRun</name>
    <message>
        <source>The earlier map in {} cannot be replaced: close the program that has it open, and compare again.</source>
        <translation>El mapa anterior de {} no se puede reemplazar: cierre el programa que lo tiene abierto y compare de nuevo.</translation>
    </message>
    <message>
        <source>The comparison has ended because its project is no longer open; the maps of {} choices are under {}.</source>
        <translation>La comparación ha terminado porque su proyecto ya no está abierto; los mapas de {} opciones están en {}.</translation>
    </message>
    <message>
        <source>The comparison has ended with no choice mapped because its project is no longer open.</source>
        <translation>La comparación ha terminado sin ninguna opción cartografiada porque su proyecto ya no está abierto.</translation>
    </message>
    <message>
        <source>The comparison was stopped with {} choices mapped; they are kept.</source>
        <translation>La comparación se detuvo con {} opciones cartografiadas; se conservan.</translation>
    </message>
    <message>
        <source>The comparison is over with {} choices mapped: look at each, and keep the best.</source>
        <translation>La comparación ha terminado con {} opciones cartografiadas: mire cada una y conserve la mejor.</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>Choice</source>
        <translation>Opción</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Exactitud (reservados)</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Mapa</translation>
    </message>
    <message>
        <source>On strokes that the model had not seen, with its 95 % interval</source>
        <translation>En trazos que el modelo no había visto, con su intervalo del 95 %</translation>
    </message>
    <message>
        <source>Of training</source>
        <translation>De entrenamiento</translation>
    </message>
    <message>
        <source>Show this map on the canvas</source>
        <translation>Mostrar este mapa en el lienzo</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Conservar esta</translation>
    </message>
    <message>
        <source>Make this choice the current one: its recipe and losses, its model, its map</source>
        <translation>Hacer actual esta opción: su receta y sus funciones de pérdida, su modelo, su mapa</translation>
    </message>
    <message>
        <source>too few strokes</source>
        <translation>muy pocos trazos</translation>
    </message>
    <message>
        <source>{} % ({} to {})</source>
        <translation>{} % ({} a {})</translation>
    </message>
    <message>
        <source>earlier · {} steps</source>
        <translation>anterior · {} pasos</translation>
    </message>
    <message>
        <source>done · {} steps</source>
        <translation>lista · {} pasos</translation>
    </message>
    <message>
        <source>{}; compared again, it failed: {}</source>
        <translation>{}; comparada de nuevo, falló: {}</translation>
    </message>
    <message>
        <source>failed: {}</source>
        <translation>falló: {}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>aprendiendo</translation>
    </message>
    <message>
        <source>mapping</source>
        <translation>cartografiando</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenida</translation>
    </message>
    <message>
        <source>{} {} %</source>
        <translation>{} {} %</translation>
    </message>
    <message>
        <source>It was trained with other settings, imagery or labels than it would be now: compare it again</source>
        <translation>Se entrenó con ajustes, imágenes o etiquetas distintos de los que tendría ahora: compárela de nuevo</translation>
    </message>
</context>
<context>
    <name>ComparisonWindow</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Kept: the dock has this choice, its model and its map now.</source>
        <translation>Conservada: el panel tiene ahora esta opción, su modelo y su mapa.</translation>
    </message>
    <message>
        <source>Compare losses</source>
        <translation>Comparar pérdidas</translation>
    </message>
    <message>
        <source>Compare losses: {}</source>
        <translation>Comparar pérdidas: {}</translation>
    </message>
    <message>
        <source>Tick two or more. Each trains on its own with the same budget ({}) and all other settings as the dock shows them, then maps the area.</source>
        <translation>Marque dos o más. Cada una se entrena por separado con el mismo presupuesto ({}) y todos los demás ajustes tal como los muestra el panel, y luego cartografía el área.</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Terminar ya</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>Lo terminado se conserva</translation>
    </message>
    <message>
        <source>{:g} minutes</source>
        <translation>{:g} minutos</translation>
    </message>
    <message>
        <source>{} steps</source>
        <translation>{} pasos</translation>
    </message>
    <message>
        <source>About {} left in all.</source>
        <translation>Quedan aprox. {} en total.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>Tick at least two choices.</source>
        <translation>Marque al menos dos opciones.</translation>
    </message>
    <message>
        <source>{} choices: how long that takes is known once the first one trains.</source>
        <translation>{} opciones: la duración se sabrá cuando se entrene la primera.</translation>
    </message>
    <message>
        <source>{} choices: about {} of training in all, and the maps.</source>
        <translation>{} opciones: aprox. {} de entrenamiento en total, más los mapas.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsWindow</name>
    <message>
        <source>Berunda diagnostics</source>
        <translation>Diagnóstico de Berunda</translation>
    </message>
    <message>
        <source>Paste this into your report. User names, home folders and passwords are left out.</source>
        <translation>Pegue este texto en su informe de error. Se omiten nombres de usuario, carpetas personales y contraseñas.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
<context>
    <name>EngineCarePanel</name>
    <message>
        <source>A Python from 3.10 to 3.14 to build the engine's environment on, for the next installation</source>
        <translation>Un Python de 3.10 a 3.14 sobre el que crear el entorno del motor, para la próxima instalación</translation>
    </message>
    <message>
        <source>one of its own</source>
        <translation>uno propio</translation>
    </message>
    <message>
        <source>A folder with all packages, to install without a network; see the documentation</source>
        <translation>Una carpeta con todos los paquetes, para instalar sin red; véase la documentación</translation>
    </message>
    <message>
        <source>from the network</source>
        <translation>desde la red</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparar</translation>
    </message>
    <message>
        <source>Fetch everything anew</source>
        <translation>Descargar todo de nuevo</translation>
    </message>
    <message>
        <source>Remove the engine, its Python and what was fetched</source>
        <translation>Eliminar el motor, su Python y lo descargado</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Desinstalar…</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnóstico…</translation>
    </message>
    <message>
        <source>A text about this computer to paste into a report</source>
        <translation>Un texto sobre este equipo para pegar en un informe de error</translation>
    </message>
    <message>
        <source>Build on</source>
        <translation>Python base</translation>
    </message>
    <message>
        <source>Install from</source>
        <translation>Instalar desde</translation>
    </message>
    <message>
        <source>Installed in {}. {}</source>
        <translation>Instalado en {}. {}</translation>
    </message>
    <message>
        <source>Nothing is installed from here.</source>
        <translation>No hay nada instalado desde aquí.</translation>
    </message>
    <message>
        <source>The engine is at work: stop it before uninstalling it.</source>
        <translation>El motor está trabajando: deténgalo antes de desinstalarlo.</translation>
    </message>
    <message>
        <source>Uninstall the engine? Labels, models and maps stay; it can be installed again.</source>
        <translation>¿Desinstalar el motor? Las etiquetas, los modelos y los mapas se conservan; se puede instalar de nuevo.</translation>
    </message>
    <message>
        <source>Uninstall</source>
        <translation>Desinstalar</translation>
    </message>
    <message>
        <source>The engine is uninstalled; {} are free again.</source>
        <translation>El motor está desinstalado; {} vuelven a estar libres.</translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine was ended at your request. What was drawn and trained before is kept.</source>
        <translation>El motor se terminó a petición suya. Lo dibujado y entrenado antes se conserva.</translation>
    </message>
    <message>
        <source>speaks protocol {}, this plugin speaks {}</source>
        <translation>habla el protocolo {}, este complemento habla el {}</translation>
    </message>
    <message>
        <source>offers what this plugin cannot read ({})</source>
        <translation>ofrece algo que este complemento no puede leer ({})</translation>
    </message>
    <message>
        <source>The engine {} {}: restart QGIS so that both are of one version</source>
        <translation>El motor {} {}: reinicie QGIS para que ambos sean de la misma versión</translation>
    </message>
    <message>
        <source>The engine's Python {} was not ready within {:g} s{}: {}</source>
        <translation>El Python del motor {} no estuvo listo en {:g} s{}: {}</translation>
    </message>
    <message>
        <source>The engine's Python {} does not bring up the engine ({}{}): {}</source>
        <translation>El Python del motor {} no logra iniciar el motor ({}{}): {}</translation>
    </message>
    <message>
        <source>The engine died ({}{}). What was drawn and trained before is kept; {} starts it again.</source>
        <translation>El motor se cerró inesperadamente ({}{}). Lo dibujado y entrenado antes se conserva; {} lo inicia de nuevo.</translation>
    </message>
    <message>
        <source>the next click</source>
        <translation>el próximo clic</translation>
    </message>
    <message>
        <source>; its log ends with: {}</source>
        <translation>; su registro termina con: {}</translation>
    </message>
</context>
<context>
    <name>EnginePanel</name>
    <message>
        <source>Folder to install the engine into</source>
        <translation>Carpeta en la que instalar el motor</translation>
    </message>
    <message>
        <source>Install engine</source>
        <translation>Instalar motor</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Calcula en</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>This release of Berunda needs other packages. The engine that is installed is used until the new one is ready.</source>
        <translation>Esta versión de Berunda requiere otros paquetes. El motor instalado se usa hasta que el nuevo esté listo.</translation>
    </message>
    <message>
        <source>Berunda learns with PyTorch, which is fetched once, into a folder and a Python of its own: QGIS's Python stays as it is. You can paint meanwhile.</source>
        <translation>Berunda aprende con PyTorch, que se descarga una sola vez, en una carpeta y un Python propios: el Python de QGIS queda como está. Mientras tanto puede pintar.</translation>
    </message>
    <message>
        <source>Update engine</source>
        <translation>Actualizar motor</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Examinando este equipo…</translation>
    </message>
    <message>
        <source>Takes all from {}, nothing from the network; {} on disk, about {}.</source>
        <translation>Toma todo de {}, nada de la red; {} en disco, aprox. {}.</translation>
    </message>
    <message>
        <source>Fetches about {} from {}; {} on disk, about {} at 50 Mbit/s.</source>
        <translation>Descarga aprox. {} de {}; {} en disco, aprox. {} a 50 Mbit/s.</translation>
    </message>
    <message>
        <source>Another one fits this computer better.</source>
        <translation>Otra opción se ajusta mejor a este equipo.</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched is kept for the next try.</source>
        <translation>Cancelado. Lo descargado se conserva para el próximo intento.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
</context>
<context>
    <name>EngineProcess</name>
    <message>
        <source>it cannot be started: {}</source>
        <translation>no se puede iniciar: {}</translation>
    </message>
    <message>
        <source>it was killed or crashed</source>
        <translation>fue cerrado a la fuerza o falló</translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation>código de salida {}</translation>
    </message>
</context>
<context>
    <name>EngineSession</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>El motor está trabajando: deténgalo antes de comprobar su Python.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>El motor está trabajando ({}): espere o deténgalo antes.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>La carpeta {} no se puede crear ({}): elija otra carpeta de salida en Avanzado.</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Map and model in formats of other programs</source>
        <translation>Mapa y modelo en formatos de otros programas</translation>
    </message>
    <message>
        <source>Class map as polygons…</source>
        <translation>Mapa de clases como polígonos…</translation>
    </message>
    <message>
        <source>Model as ONNX…</source>
        <translation>Modelo como ONNX…</translation>
    </message>
    <message>
        <source>Model as STAC item…</source>
        <translation>Modelo como elemento STAC…</translation>
    </message>
    <message>
        <source>Export model as ONNX</source>
        <translation>Exportar el modelo como ONNX</translation>
    </message>
    <message>
        <source>Export model as STAC item</source>
        <translation>Exportar el modelo como elemento STAC</translation>
    </message>
</context>
<context>
    <name>FeaturesPanel</name>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Remove all kept features; they are computed again when they are needed</source>
        <translation>Eliminar todas las características guardadas; se calculan de nuevo cuando se necesitan</translation>
    </message>
    <message>
        <source>What features may take on disk; 0 keeps them in memory only. Beyond it the oldest are dropped</source>
        <translation>Lo que las características pueden ocupar en disco; con 0 se guardan solo en memoria. Por encima se descartan las más antiguas</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>nothing on disk</source>
        <translation>nada en disco</translation>
    </message>
    <message>
        <source>Folder for features, the same for all projects</source>
        <translation>Carpeta para las características, la misma para todos los proyectos</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>la habitual</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Como máximo</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Features kept: not known yet</source>
        <translation>Características guardadas: aún se desconoce</translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation>El motor no está en marcha</translation>
    </message>
    <message>
        <source>Features kept: in memory only</source>
        <translation>Características guardadas: solo en memoria</translation>
    </message>
    <message>
        <source>Features kept: {} of {}</source>
        <translation>Características guardadas: {} de {}</translation>
    </message>
    <message>
        <source>What the engine has computed of images, so that the live map need not wait for it.</source>
        <translation>Lo que el motor ha calculado de las imágenes, para que el mapa en vivo no tenga que esperarlo.</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Berunda: help</source>
        <translation>Berunda: ayuda</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Contenido</translation>
    </message>
</context>
<context>
    <name>ImageryPanel</name>
    <message>
        <source>The orthophoto or satellite image to map: a raster file on this machine</source>
        <translation>La ortofoto o imagen de satélite que se cartografía: un archivo ráster en este equipo</translation>
    </message>
    <message>
        <source>Bands to learn from; alpha is left out</source>
        <translation>Bandas de las que aprender; alfa se omite</translation>
    </message>
    <message>
        <source>Further images of the same bands that the auxiliary loss learns from, without labels</source>
        <translation>Más imágenes con las mismas bandas, de las que la pérdida auxiliar aprende sin etiquetas</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Where to learn without labels, and what to map</source>
        <translation>Dónde aprender sin etiquetas y qué cartografiar</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>Imagen completa</translation>
    </message>
    <message>
        <source>Canvas extent</source>
        <translation>Extensión del lienzo</translation>
    </message>
    <message>
        <source>Polygon layer</source>
        <translation>Capa de polígonos</translation>
    </message>
    <message>
        <source>Its selected polygons, or all of them where none is selected</source>
        <translation>Sus polígonos seleccionados, o todos si no hay ninguno seleccionado</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <source>Also learn from</source>
        <translation>Aprender también de</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>{} × {} px, not georeferenced</source>
        <translation>{} × {} px, sin georreferenciar</translation>
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
        <translation>Valores bajo el ratón, áreas y dos mapas lado a lado (I)</translation>
    </message>
    <message>
        <source>The masked map is {}.</source>
        <translation>El mapa enmascarado está en {}.</translation>
    </message>
    <message>
        <source>Inspect (parts are hidden)</source>
        <translation>Inspeccionar (hay partes ocultas)</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Inspeccionar</translation>
    </message>
    <message>
        <source>Export masked map</source>
        <translation>Exportar mapa enmascarado</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>{} was not done within {:g} s: allow more time</source>
        <translation>{} no terminó en {:g} s: conceda más tiempo</translation>
    </message>
</context>
<context>
    <name>KeptFeatures</name>
    <message>
        <source>The engine is at work: the choice takes effect when it is started the next time.</source>
        <translation>El motor está trabajando: la elección surte efecto la próxima vez que se inicie.</translation>
    </message>
</context>
<context>
    <name>LabelFilePanel</name>
    <message>
        <source>New labels</source>
        <translation>Nuevas etiquetas</translation>
    </message>
    <message>
        <source>Start a label file beside the project, or beside the image while the project is unsaved</source>
        <translation>Crear un archivo de etiquetas junto al proyecto, o junto a la imagen mientras el proyecto no esté guardado</translation>
    </message>
    <message>
        <source>At another path…</source>
        <translation>En otra ruta…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Abrir…</translation>
    </message>
    <message>
        <source>Go on with an existing label file</source>
        <translation>Continuar con un archivo de etiquetas existente</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>Aún sin etiquetas</translation>
    </message>
    <message>
        <source>New label file</source>
        <translation>Nuevo archivo de etiquetas</translation>
    </message>
    <message>
        <source>Open label file</source>
        <translation>Abrir archivo de etiquetas</translation>
    </message>
</context>
<context>
    <name>LabelToolsPanel</name>
    <message>
        <source>Brush</source>
        <translation>Pincel</translation>
    </message>
    <message>
        <source>Paint with a brush (B): drag, or click for a dot</source>
        <translation>Pintar con un pincel (B): arrastre, o haga clic para un punto</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polígono</translation>
    </message>
    <message>
        <source>Paint a polygon (P): click its corners, double-click or right-click to close</source>
        <translation>Pintar un polígono (P): haga clic en sus vértices; doble clic o clic derecho para cerrarlo</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Erase labels of every class (E)</source>
        <translation>Borrar etiquetas de cualquier clase (E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo the last stroke (Ctrl+Z)</source>
        <translation>Deshacer el último trazo (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Redo the last undone stroke (Ctrl+Shift+Z)</source>
        <translation>Rehacer el último trazo deshecho (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>1–9 class · X last class · [ ] size · N next place · L live · Space pans</source>
        <translation>1–9 clase · X clase anterior · [ ] tamaño · N lugar siguiente · L en vivo · Espacio desplaza</translation>
    </message>
    <message>
        <source>Diameter of brush and eraser in screen pixels ([ and ], or Shift and the wheel)</source>
        <translation>Diámetro del pincel y del borrador en píxeles de pantalla ([ y ], o Shift y la rueda)</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
</context>
<context>
    <name>LearningPlot</name>
    <message>
        <source>Losses and held-out accuracy appear here while the engine learns.</source>
        <translation>Las pérdidas y la exactitud en trazos reservados aparecen aquí mientras el motor aprende.</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>paso {}</translation>
    </message>
    <message>
        <source>held-out accuracy {} %</source>
        <translation>exactitud (reservados) {} %</translation>
    </message>
</context>
<context>
    <name>LiveAccuracyRow</name>
    <message>
        <source>features: {:.0f} %</source>
        <translation>características: {:.0f} %</translation>
    </message>
    <message>
        <source>Groups of similar pixels: paint what you recognise.</source>
        <translation>Grupos de píxeles similares: pinte lo que reconozca.</translation>
    </message>
    <message>
        <source>Dark where it is like the place that you clicked.</source>
        <translation>Oscuro donde se parece al lugar en el que hizo clic.</translation>
    </message>
    <message>
        <source>Dark where it is like your strokes: paint a second class.</source>
        <translation>Oscuro donde se parece a sus trazos: pinte una segunda clase.</translation>
    </message>
    <message>
        <source>Too few strokes to measure the accuracy.</source>
        <translation>Muy pocos trazos para medir la exactitud.</translation>
    </message>
    <message>
        <source>{} % on strokes it had not seen ({} strokes)</source>
        <translation>{} % en trazos que no había visto ({} trazos)</translation>
    </message>
    <message>
        <source>The confidence is not calibrated yet: that takes more strokes.</source>
        <translation>La confianza aún no está calibrada: hacen falta más trazos.</translation>
    </message>
</context>
<context>
    <name>LiveMap</name>
    <message>
        <source>The place is not on the image: click on the image.</source>
        <translation>El lugar no está en la imagen: haga clic en la imagen.</translation>
    </message>
    <message>
        <source>The labels have edits that are not saved: the live map follows once they are.</source>
        <translation>Las etiquetas tienen cambios sin guardar: el mapa en vivo los sigue cuando se guardan.</translation>
    </message>
    <message>
        <source>A part of the live map cannot be read ({}): it is asked for with the next change.</source>
        <translation>Una parte del mapa en vivo no se puede leer ({}): se pedirá con el próximo cambio.</translation>
    </message>
    <message>
        <source>Live is switched off, since the engine died twice: {}</source>
        <translation>En vivo se ha desactivado, pues el motor se cerró dos veces: {}</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Map what the canvas shows after every stroke (L)</source>
        <translation>Cartografiar lo que muestra el lienzo tras cada trazo (L)</translation>
    </message>
    <message>
        <source>What of the live map is drawn</source>
        <translation>Qué se dibuja del mapa en vivo</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <source>OOD</source>
        <translation>OOD</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Show groups of similar pixels, which need no strokes, until you paint</source>
        <translation>Mostrar grupos de píxeles similares, que no necesitan trazos, hasta que pinte</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Parecido</translation>
    </message>
    <message>
        <source>Click on the map to see what is like that place, until you paint</source>
        <translation>Haga clic en el mapa para ver qué se parece a ese lugar, hasta que pinte</translation>
    </message>
    <message>
        <source>Train with the recipe instant and map the whole image; model and map replace the earlier ones as with Train and Predict</source>
        <translation>Entrenar con la receta instant y cartografiar la imagen completa; modelo y mapa reemplazan a los anteriores, como con Entrenar y Predecir</translation>
    </message>
    <message>
        <source>Map everything</source>
        <translation>Cartografiar todo</translation>
    </message>
    <message>
        <source>Opacity of the live map: {} %</source>
        <translation>Opacidad del mapa en vivo: {} %</translation>
    </message>
</context>
<context>
    <name>LossList</name>
    <message>
        <source>More losses…</source>
        <translation>Más pérdidas…</translation>
    </message>
    <message>
        <source>The losses that are not part of the training</source>
        <translation>Las funciones de pérdida que no forman parte del entrenamiento</translation>
    </message>
</context>
<context>
    <name>LossRow</name>
    <message>
        <source>Its share λ in the total loss; {:g} is the default</source>
        <translation>Su parte λ en la pérdida total; {:g} es el valor predeterminado</translation>
    </message>
    <message>
        <source>What it does, and its numbers once it is chosen</source>
        <translation>Qué hace, y sus números una vez elegida</translation>
    </message>
    <message>
        <source>experimental</source>
        <translation>experimental</translation>
    </message>
    <message>
        <source>Not yet shown to help: look closely at what it does to the map</source>
        <translation>Aún sin demostrar que ayude: observe bien qué hace con el mapa</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>No tuning: keeps the loss's gradient at a fixed share of the supervised loss's gradient</source>
        <translation>Sin ajuste manual: mantiene el gradiente de la pérdida en una fracción fija del gradiente de la pérdida supervisada</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>The part of the training in which the loss takes part; 0 to 100 % is all of it</source>
        <translation>La parte del entrenamiento en la que interviene la función de pérdida; de 0 a 100 % es todo</translation>
    </message>
    <message>
        <source>{:g} to {:g}; {:g} is the default</source>
        <translation>{:g} a {:g}; {:g} es el valor predeterminado</translation>
    </message>
    <message>
        <source>; multiples of {:g}</source>
        <translation>; múltiplos de {:g}</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>to</source>
        <translation>hasta</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Confidence below</source>
        <translation>Confianza inferior a</translation>
    </message>
    <message>
        <source>Hide places of the class map with a lower confidence</source>
        <translation>Ocultar lugares del mapa de clases con una confianza inferior</translation>
    </message>
    <message>
        <source>OOD above</source>
        <translation>OOD superior a</translation>
    </message>
    <message>
        <source>Hide places of the class map that are less like the training area</source>
        <translation>Ocultar lugares del mapa de clases que se parecen menos al área de entrenamiento</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>contando…</translation>
    </message>
    <message>
        <source>Export masked map…</source>
        <translation>Exportar mapa enmascarado…</translation>
    </message>
    <message>
        <source>Write the class map without the hidden places as a GeoTIFF</source>
        <translation>Escribir el mapa de clases sin los lugares ocultos como GeoTIFF</translation>
    </message>
    <message>
        <source>Hide on the class map</source>
        <translation>Ocultar en el mapa de clases</translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>The last lines of the engine's log</source>
        <translation>Las últimas líneas del registro del motor</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>OodBandRow</name>
    <message>
        <source>Novel here: unlike every labelled class; foreign: unlike the training imagery</source>
        <translation>Nuevo aquí: distinto de todas las clases etiquetadas; ajeno: distinto de las imágenes de entrenamiento</translation>
    </message>
    <message>
        <source>OOD layer shows</source>
        <translation>La capa OOD muestra</translation>
    </message>
</context>
<context>
    <name>PolygonDialog</name>
    <message>
        <source>Export class map as polygons</source>
        <translation>Exportar el mapa de clases como polígonos</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Smaller regions take the class of their largest neighbour</source>
        <translation>Las regiones más pequeñas toman la clase de su mayor vecina</translation>
    </message>
    <message>
        <source>The map's reference system has no unit of length, so that areas are not known</source>
        <translation>El sistema de referencia del mapa no tiene unidad de longitud, por lo que no se conocen las superficies</translation>
    </message>
    <message>
        <source>Smooth borders</source>
        <translation>Límites suavizados</translation>
    </message>
    <message>
        <source>Without it, borders follow the edges of the pixels</source>
        <translation>Sin ello, los límites siguen los bordes de los píxeles</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Minimum area</source>
        <translation>Superficie mínima</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>What the engine is doing</source>
        <translation>Qué está haciendo el motor</translation>
    </message>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>Losses on a logarithmic axis</source>
        <translation>Pérdidas en un eje logarítmico</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} de {}</translation>
    </message>
    <message>
        <source>{}:{:02d} left</source>
        <translation>quedan {}:{:02d}</translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>0  Don't know</source>
        <translation>0  No lo sé</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Take the last answer back (Backspace)</source>
        <translation>Retirar la última respuesta (Backspace)</translation>
    </message>
    <message>
        <source>Show map</source>
        <translation>Mostrar mapa</translation>
    </message>
    <message>
        <source>Look at what the map says here (M)</source>
        <translation>Ver qué dice el mapa aquí (M)</translation>
    </message>
    <message>
        <source>Map and labels are hidden, so that the imagery alone decides. M shows the map, Backspace takes an answer back, Esc leaves; go on whenever you like.</source>
        <translation>El mapa y las etiquetas están ocultos, para que solo decidan las imágenes. M muestra el mapa, Backspace retira una respuesta, Esc sale; continúe cuando quiera.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {}&lt;/b&gt;: which class is at the mark?</source>
        <translation>&lt;b&gt;{} de {}&lt;/b&gt;: ¿qué clase hay en la marca?</translation>
    </message>
    <message>
        <source>There is no class number {}: the list has {}.</source>
        <translation>No existe la clase número {}: la lista tiene {}.</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>No map yet: train on your strokes, then predict.</source>
        <translation>Aún no hay mapa: entrene con sus trazos y luego prediga.</translation>
    </message>
    <message>
        <source>Compare sites…</source>
        <translation>Comparar sitios…</translation>
    </message>
    <message>
        <source>How well the labels, or one image, represent the other images: a report, and where to label</source>
        <translation>Hasta qué punto las etiquetas, o una imagen, representan las demás imágenes: un informe, y dónde etiquetar</translation>
    </message>
</context>
<context>
    <name>Revival</name>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Train</source>
        <translation>Entrenar</translation>
    </message>
    <message>
        <source>Learn from the strokes and the unlabelled rest of the image</source>
        <translation>Aprender de los trazos y del resto sin etiquetar de la imagen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Predecir</translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation>Abrir un modelo…</translation>
    </message>
    <message>
        <source>Predict as soon as trained</source>
        <translation>Predecir al terminar de entrenar</translation>
    </message>
    <message>
        <source>Also write class probabilities</source>
        <translation>Escribir también probabilidades de clase</translation>
    </message>
    <message>
        <source>The next map gets a raster with a band for each class</source>
        <translation>El próximo mapa lleva un ráster con una banda por clase</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Terminar ya</translation>
    </message>
    <message>
        <source>The engine is asked to stop; click again if it does not react</source>
        <translation>Se ha pedido al motor que se detenga; haga clic de nuevo si no reacciona</translation>
    </message>
    <message>
        <source>Stop at the next step; the model as far as it got is kept</source>
        <translation>Detener en el próximo paso; el modelo se conserva hasta donde llegó</translation>
    </message>
    <message>
        <source>Map the image with {}</source>
        <translation>Cartografiar la imagen con {}</translation>
    </message>
    <message>
        <source>Map the image; needs a trained or opened model</source>
        <translation>Cartografiar la imagen; requiere un modelo entrenado o abierto</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Abrir un modelo</translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>The folder {} cannot be created ({}): save the project elsewhere, or choose a path for the labels.</source>
        <translation>La carpeta {} no se puede crear ({}): guarde el proyecto en otro lugar o elija una ruta para las etiquetas.</translation>
    </message>
    <message>
        <source>The project's recipe {} does not exist in this version: recipe {} is used instead.</source>
        <translation>La receta {} del proyecto no existe en esta versión: en su lugar se usa la receta {}.</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine is at work: stop it before checking its Python.</source>
        <translation>El motor está trabajando: deténgalo antes de comprobar su Python.</translation>
    </message>
    <message>
        <source>The engine is at work ({}): wait, or stop it first.</source>
        <translation>El motor está trabajando ({}): espere o deténgalo antes.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made ({}): choose another output folder under Advanced.</source>
        <translation>La carpeta {} no se puede crear ({}): elija otra carpeta de salida en Avanzado.</translation>
    </message>
</context>
<context>
    <name>SitesTable</name>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Label file (optional)</source>
        <translation>Archivo de etiquetas (opcional)</translation>
    </message>
    <message>
        <source>Label file of this image</source>
        <translation>Archivo de etiquetas de esta imagen</translation>
    </message>
</context>
<context>
    <name>SitesWindow</name>
    <message>
        <source>Compare sites</source>
        <translation>Comparar sitios</translation>
    </message>
    <message>
        <source>Tick images, and give the label files that a model would learn from. The report says how much of each image the labelled areas represent, and where to label; without label files, how much of the others the first ticked image represents.</source>
        <translation>Marque imágenes e indique los archivos de etiquetas de los que aprendería un modelo. El informe dice qué parte de cada imagen representan las áreas etiquetadas y dónde etiquetar; sin archivos de etiquetas, qué parte de las demás representa la primera imagen marcada.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Abrir informe</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Terminar ya</translation>
    </message>
</context>
<context>
    <name>SuggestionsPanel</name>
    <message>
        <source>Label here next</source>
        <translation>Dónde etiquetar</translation>
    </message>
    <message>
        <source>The place before (Shift+N)</source>
        <translation>El lugar anterior (Shift+N)</translation>
    </message>
    <message>
        <source>The next place without a stroke (N)</source>
        <translation>El siguiente lugar sin trazo (N)</translation>
    </message>
    <message>
        <source>All suggested places have a stroke: train again, then ask for new ones.</source>
        <translation>Todos los lugares sugeridos tienen un trazo: entrene de nuevo y luego pida otros.</translation>
    </message>
    <message>
        <source>There are no suggested places: click Label here next, once a model is trained.</source>
        <translation>No hay lugares sugeridos: haga clic en Dónde etiquetar cuando haya un modelo entrenado.</translation>
    </message>
    <message>
        <source>Place {} cannot be shown in the project's CRS.</source>
        <translation>El lugar {} no se puede mostrar en el SRC del proyecto.</translation>
    </message>
    <message>
        <source>Place {} of {}: {} Paint what is there; N goes on.</source>
        <translation>Lugar {} de {}: {} Pinte lo que hay allí; N continúa.</translation>
    </message>
    <message>
        <source>The engine is at work: wait, or stop it first</source>
        <translation>El motor está trabajando: espere o deténgalo antes</translation>
    </message>
    <message>
        <source>Suggest places where the next strokes help the map most; needs a trained model</source>
        <translation>Sugerir lugares donde los próximos trazos ayudan más al mapa; requiere un modelo entrenado</translation>
    </message>
    <message>
        <source>{} of {} labelled</source>
        <translation>{} de {} etiquetados</translation>
    </message>
</context>
<context>
    <name>SwipeRow</name>
    <message>
        <source>Left of the line</source>
        <translation>A la izquierda de la línea</translation>
    </message>
    <message>
        <source>Right of the line</source>
        <translation>A la derecha de la línea</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Cortinilla</translation>
    </message>
    <message>
        <source>Drag a line over the map, one layer on each side of it; Esc ends</source>
        <translation>Arrastrar una línea sobre el mapa, con una capa a cada lado; Esc termina</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Recipe</source>
        <translation>Receta</translation>
    </message>
    <message>
        <source>estimated on the imagery</source>
        <translation>estimada en las imágenes</translation>
    </message>
    <message>
        <source>balanced as drawn</source>
        <translation>equilibrada, como en el muestreo</translation>
    </message>
    <message>
        <source>Voters</source>
        <translation>Votantes</translation>
    </message>
    <message>
        <source>Class prior</source>
        <translation>Prob. a priori</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Pérdidas</translation>
    </message>
    <message>
        <source>Back to the recipe</source>
        <translation>Volver a la receta</translation>
    </message>
    <message>
        <source>Compare losses…</source>
        <translation>Comparar pérdidas…</translation>
    </message>
    <message>
        <source>Train several choices one after the other, and look at their maps side by side</source>
        <translation>Entrenar varias opciones una tras otra y ver sus mapas lado a lado</translation>
    </message>
    <message>
        <source>Undo what differs from it: {}</source>
        <translation>Deshacer lo que difiere de ella: {}</translation>
    </message>
    <message>
        <source>How frequent the classes are is estimated on unlabelled pixels.</source>
        <translation>La frecuencia de las clases se estima en píxeles sin etiquetar.</translation>
    </message>
    <message>
        <source>All classes count as equally frequent, as they are drawn.</source>
        <translation>Todas las clases cuentan como igual de frecuentes, tal como se muestrean.</translation>
    </message>
    <message>
        <source>The engine's losses are listed here once it is ready.</source>
        <translation>Las funciones de pérdida del motor se listan aquí cuando está listo.</translation>
    </message>
    <message>
        <source>None is chosen: training is purely supervised.</source>
        <translation>Ninguna elegida: el entrenamiento es puramente supervisado.</translation>
    </message>
    <message>
        <source>Without training steps no loss takes part.</source>
        <translation>Sin pasos de entrenamiento no interviene ninguna función de pérdida.</translation>
    </message>
    <message>
        <source>They learn from the unlabelled imagery.</source>
        <translation>Aprenden de las imágenes sin etiquetar.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
</context>
<context>
    <name>ValueReadout</name>
    <message>
        <source>No class probabilities: tick them beside Predict for the next map.</source>
        <translation>Sin probabilidades de clase: márquelas junto a Predecir para el próximo mapa.</translation>
    </message>
    <message>
        <source>Move the mouse over the map.</source>
        <translation>Mueva el ratón sobre el mapa.</translation>
    </message>
    <message>
        <source>Confidence {}</source>
        <translation>Confianza {}</translation>
    </message>
    <message>
        <source>OOD {}</source>
        <translation>OOD {}</translation>
    </message>
    <message>
        <source>OOD {} (novel here {}, foreign {})</source>
        <translation>OOD {} (nuevo aquí {}, ajeno {})</translation>
    </message>
</context>
<context>
    <name>VotersRow</name>
    <message>
        <source>Feature probe</source>
        <translation>Clasif. de características</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>no feature probe</source>
        <translation>sin clasificador de características</translation>
    </message>
    <message>
        <source>The feature probe cannot vote alone, since the encoder of {} keeps no pretrained weights: choose another backbone or recipe.</source>
        <translation>El clasificador de características no puede votar solo, pues el codificador de {} no conserva pesos preentrenados: elija otra red base o receta.</translation>
    </message>
    <message>
        <source>The encoder of {} keeps no pretrained weights: the decoder votes alone.</source>
        <translation>El codificador de {} no conserva pesos preentrenados: el decodificador vota solo.</translation>
    </message>
    <message>
        <source>The decoder votes alone.</source>
        <translation>El decodificador vota solo.</translation>
    </message>
    <message>
        <source>The feature probe votes alone.</source>
        <translation>El clasificador de características vota solo.</translation>
    </message>
    <message>
        <source>Feature probe {} %, decoder {} % of the vote.</source>
        <translation>Clasificador de características {} %, decodificador {} % del voto.</translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>1. Add an orthophoto or a satellite image to the project, and choose it below.</source>
        <translation>1. Añada una ortofoto o una imagen de satélite al proyecto y elíjala abajo.</translation>
    </message>
    <message>
        <source>2. Paint a few strokes of each class on it: the map appears while you paint.</source>
        <translation>2. Pinte sobre ella unos trazos de cada clase: el mapa aparece mientras pinta.</translation>
    </message>
    <message>
        <source>3. &lt;b&gt;Map everything&lt;/b&gt; writes the map of the whole image, &lt;b&gt;Train&lt;/b&gt; a better one.</source>
        <translation>3. &lt;b&gt;Cartografiar todo&lt;/b&gt; escribe el mapa de la imagen completa; &lt;b&gt;Entrenar&lt;/b&gt;, uno mejor.</translation>
    </message>
    <message>
        <source>Load the sample</source>
        <translation>Cargar el ejemplo</translation>
    </message>
    <message>
        <source>An orthophoto of 0.7 km² with 40 strokes of five classes</source>
        <translation>Una ortofoto de 0,7 km² con 40 trazos de cinco clases</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Opacity</source>
        <translation>Opacidad</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Show this layer and hide the other two</source>
        <translation>Mostrar esta capa y ocultar las otras dos</translation>
    </message>
</context>
</TS>
