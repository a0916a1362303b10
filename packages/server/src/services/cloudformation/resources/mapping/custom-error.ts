/** A custom resource's function has answered FAILED, or not at all. */
export class CustomResourceFailure extends Error {
  /** What the function named; the resource is deleted under it. */
  readonly physicalId: string | null;

  constructor(message: string, physicalId: string | null) {
    super(message);
    this.name = 'CustomResourceFailure';
    this.physicalId = physicalId;
  }
}
