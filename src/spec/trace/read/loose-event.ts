/** An event taken from a line that has none of the usual columns. */
export interface LooseEvent {
  readonly name: string;
  /** What follows the name, as `trace` prints it. */
  readonly payload: string;
  readonly pid: number;
  readonly cpu: number;
  readonly irqs: number;
  readonly context: number;
  readonly ticks: number;
  readonly fraction: number;
}
