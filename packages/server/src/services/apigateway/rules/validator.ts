import { notImplemented } from '../../../kernel/errors.ts';

/** Bodies cannot be validated against models yet; a validator that says so is refused, not ignored. */
export function refuseBodyValidation(validateRequestBody: boolean | undefined): void {
  if (validateRequestBody) throw notImplemented('validateRequestBody (request bodies against models)');
}
