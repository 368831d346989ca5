/** A record of a list that is no JSON, while the list around it is: kept in its place, so that it alone is set apart (F15). */
export class BrokenRecord {
  readonly text: string;
  readonly because: string;

  constructor(text: string, because: string) {
    this.text = text;
    this.because = because;
  }

  /** As far as it can be seen in the text. */
  get id(): string | undefined {
    return /"id"\s*:\s*"?([\w-]{1,64})/i.exec(this.text)?.[1];
  }
}
