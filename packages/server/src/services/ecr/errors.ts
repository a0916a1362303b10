import { errorsOf } from '../../kernel/errors.ts';
import type { EcrErrorCode } from './model.types.ts';

export const ecrError = errorsOf<EcrErrorCode>();
