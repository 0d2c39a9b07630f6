/** One step of a run, where a list of runs shows who does what. */
export interface StepLine {
  readonly actor: string;
  readonly label: string;
}
