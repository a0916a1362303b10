/** How long and how often things are measured. */
export interface Settings {
  /** Rounds of a load, each peer once a round. */
  readonly rounds: number;
  /** Of one measured load. */
  readonly seconds: number;
  /** Of unmeasured load before each measured one. */
  readonly warmSeconds: number;
  /** Starts of a process, reads of idle memory, parallel first invocations. */
  readonly starts: number;
  readonly coldStarts: number;
  readonly deploys: number;
  /** Lines that the chatty function logs in one invocation. */
  readonly chattyLines: number;
  readonly codeUpdates: number;
}

export const FULL: Settings = {
  rounds: 5,
  seconds: 3,
  warmSeconds: 1,
  starts: 7,
  coldStarts: 15,
  deploys: 3,
  chattyLines: 20_000,
  codeUpdates: 20,
};

export const QUICK: Settings = {
  rounds: 2,
  seconds: 1,
  warmSeconds: 0.5,
  starts: 2,
  coldStarts: 4,
  deploys: 1,
  chattyLines: 2_000,
  codeUpdates: 4,
};
