import type { Section } from '../section.ts';
import { codeFromS3 } from './code-from-s3.ts';
import { cold } from './cold.ts';
import { deploy } from './deploy.ts';
import { generator } from './generator.ts';
import { http } from './http.ts';
import { invoke } from './invoke.ts';
import { logs } from './logs.ts';
import { memory } from './memory.ts';
import { s3 } from './s3.ts';
import { start } from './start.ts';

/** In the order in which they run and are reported. */
export const SECTIONS: readonly Section[] = [
  generator,
  start,
  memory,
  cold,
  invoke,
  http,
  s3,
  logs,
  codeFromS3,
  deploy,
];
