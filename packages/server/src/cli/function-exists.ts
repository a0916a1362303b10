import { AnsweredError, send, type Target } from './client.ts';

export async function functionExists(target: Target, name: string): Promise<boolean> {
  try {
    await send(target, { service: 'lambda', method: 'GET', path: `/2015-03-31/functions/${encodeURIComponent(name)}` });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

export function isNotFound(error: unknown): error is AnsweredError {
  return error instanceof AnsweredError && error.code === 'ResourceNotFoundException';
}
