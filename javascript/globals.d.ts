// What the page's scripts find when they run: the bundles, and the vis-network that pyvis brings.
declare const InnographDrawing: typeof import("./source/main.js");
declare const InnographInflating: typeof import("./source/inflating.js");
declare const vis: any;
