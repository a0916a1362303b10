/** The functions that the contract runs, by export name. */
export const HANDLERS = `
exports.echo = async event => event;
exports.nothing = async () => {};
exports.promise = event => Promise.resolve(event.a);
exports.throws = async () => { const error = new TypeError('boom'); error.code = 'E1'; throw error; };
exports.throwsText = async () => { throw 'just text'; };
exports.throwsSync = () => { throw new Error('sync'); };
exports.never = async () => new Promise(() => {});
exports.circular = async () => { const a = {}; a.a = a; return a; };
exports.nested = { deep: { handler: async () => 'nested' } };
exports.notAFunction = 42;
exports.context = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });
exports.logs = async () => { console.log('one %d', 1, { a: [1] }); console.error('two\\nlines'); console.warn('w'); console.debug('d'); console.info('i'); console.trace('t'); return 'done'; };
exports.jsonLogs = async () => { console.log({ a: 1 }); console.error('failed', new RangeError('r')); console.debug('hidden'); return 1; };
exports.environment = async () => ({ env: process.env, cwd: process.cwd() });
exports.rejects = async () => { Promise.reject(new Error('forgotten')); await new Promise(resolve => setTimeout(resolve, 5000)); };
exports.uncaught = async () => { setImmediate(() => { throw new Error('out of band'); }); await new Promise(resolve => setTimeout(resolve, 5000)); };
exports.exits = async () => { console.log('last words'); process.exit(7); };
exports.floods = async () => { for (let i = 0; i < 3000; i++) console.log(String(i).padEnd(1000, '.')); process.exit(0); };
exports.big = async event => 'x'.repeat(event.size);
exports.length = async event => event.text.length;
exports.raw = async () => { process.stdout.write('raw out\\n'); process.stderr.write('raw err\\n'); return 1; };
exports.spins = async () => { console.log('before'); console.log('spinning'); for (;;); };
exports.layered = async () => require('from-layer');
exports.stream = awslambda.streamifyResponse(async (event, stream, context) => {
  stream.setContentType('text/plain'); stream.write('first,'); stream.write({ a: 1 }); stream.end('last');
});
exports.httpStream = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } });
  stream.end('body');
});
exports.streamFails = awslambda.streamifyResponse(async (event, stream) => { stream.write('partial'); throw new Error('midway'); });
exports.streamFailsEarly = awslambda.streamifyResponse(async () => { throw new Error('early'); });
exports.streamLeft = awslambda.streamifyResponse(async (event, stream) => {
  if (!event.writeToTheLast) { global.left = stream; throw new Error('left'); }
  left.end('late');
  stream.end('second');
});
exports.streamForgets = awslambda.streamifyResponse(async (event, stream) => { stream.write('x'); });
exports.streamSync = awslambda.streamifyResponse((event, stream) => { stream.end(); });
exports.pipes = awslambda.streamifyResponse(async (event, stream) => {
  const { Readable, promises } = require('stream');
  await promises.pipeline(Readable.from(Array.from({ length: 200 }, (_, i) => Buffer.alloc(65536, i % 256))), stream);
});
`;

/** Callback handlers: Node 22 and older. */
export const CALLBACKS = `
exports.sync = (event, context, callback) => { callback(null, event); };
exports.late = (event, context, callback) => { setTimeout(() => callback(null, 'late'), 5); };
exports.waits = (event, context, callback) => { globalThis.timer = setTimeout(() => { globalThis.ran = true; console.log('timer ran'); }, 20); callback(null, 'waited'); };
exports.leaves = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => console.log('timer ran'), 60000); callback(null, 'left'); };
exports.fails = (event, context, callback) => { callback(new Error('told')); };
exports.failsText = (event, context, callback) => { callback('text'); };
exports.silent = (event, context, callback) => {};
exports.first = (event, context, callback) => { context.succeed('first'); context.succeed('second'); callback(new Error('third')); };
exports.contextFail = (event, context) => { context.fail(new Error('by context')); };
exports.contextDone = (event, context) => { context.done(null, { ok: true }); };
exports.legacyNever = () => new Promise(() => {});
`;
