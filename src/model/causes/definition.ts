export interface CauseDefinition {
  /** Ends the phrase "+25.69 …", as said in a verdict. */
  readonly phrase: string;
  /** Heads a row of the table of causes. */
  readonly title: string;
  /** What a person does next about it, one imperative sentence. */
  readonly next: string;
}
