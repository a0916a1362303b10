/** Rows as CloudFormation keeps them. `data` is sealed JSON: parameters and properties may be secrets. */
export interface CloudformationTables {
  cfnStacks: StackRow;
  cfnResources: ResourceRow;
  cfnEvents: EventRow;
  cfnChangeSets: ChangeSetRow;
  cfnExports: ExportRow;
  cfnImports: ImportRow;
  cfnCustomRequests: CustomRequestRow;
}

export interface StackRow {
  id: string;
  account: string;
  region: string;
  /** Null once deleted: the name is free again. */
  liveName: string | null;
  createdAt: number;
  /** 1 while the stack has an operation under way. */
  busy: number;
  data: Uint8Array;
}

export interface ResourceRow {
  stackId: string;
  logicalId: string;
  data: Uint8Array;
}

export interface EventRow {
  stackId: string;
  sequence: number;
  data: string;
}

export interface ChangeSetRow {
  id: string;
  stackId: string;
  name: string;
  createdAt: number;
  data: Uint8Array;
}

export interface ExportRow {
  account: string;
  region: string;
  name: string;
  stackId: string;
  value: string;
}

export interface ImportRow {
  account: string;
  region: string;
  name: string;
  stackId: string;
}

/** A request to a custom resource's function. */
export interface CustomRequestRow {
  id: string;
  /** Which step of which operation sent it: the same step finds it again after a restart. */
  step: string;
  stackId: string;
  /** 1 once the function has been called. */
  sent: number;
  sentAt: number;
  response: Uint8Array | null;
}
