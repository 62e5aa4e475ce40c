/** Networks as data: what a layer is, before any memory or GPU exists. */

/** A convolution with "same" zero padding and stride 1 (Eq. 1). */
export interface Conv2dSpec {
  readonly type: "conv2d";
  readonly filters: number;
  /** One odd or even size for both axes, or [height, width]. */
  readonly kernel: number | readonly [number, number];
}
/** Max-pooling over size x size windows, stride = size, odd edges floored. */
export interface MaxPool2dSpec {
  readonly type: "maxPool2d";
  readonly size: number;
}
/** A fully connected layer; always an exact product, as in the paper. */
export interface LinearSpec {
  readonly type: "linear";
  readonly units: number;
}
export interface LeakyReluSpec {
  readonly type: "leakyRelu";
  readonly slope: number;
}
export interface ReluSpec {
  readonly type: "relu";
}
/** Inverted dropout: kept values are divided by 1 - rate. */
export interface DropoutSpec {
  readonly type: "dropout";
  /** Share of values set to zero, in [0, 1). Left out: the run's `dropout` setting. */
  readonly rate?: number;
}

export type LayerSpec = Conv2dSpec | MaxPool2dSpec | LinearSpec | LeakyReluSpec | ReluSpec | DropoutSpec;

/** The shape of one image or activation: height, width, channels. */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A network as the paper prints it: a list of layers. */
export interface ModelSpec {
  readonly name: string;
  /** One short sentence for people who choose. */
  readonly about: string;
  readonly layers: readonly LayerSpec[];
}
