import { configure, create, type Refusal, testRefusals } from './testing/refusals.ts';

const reserved =
  'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ';
const RESERVED_KEYS = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];
const LONG = 'x'.repeat(4096);

testRefusals('Lambda keeps to the limits of AWS', [
  [
    'a description of more than 256 characters',
    create({ Description: 'x'.repeat(257) }),
    400,
    'ValidationException',
    /at 'description' failed to satisfy constraint: Member must have length less than or equal to 256/,
  ],
  [
    'too little memory',
    configure({ MemorySize: 127 }),
    400,
    'ValidationException',
    "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
  ],
  [
    'too much memory',
    configure({ MemorySize: 10_241 }),
    400,
    'InvalidParameterValueException',
    "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240",
  ],
  [
    'no timeout',
    configure({ Timeout: 0 }),
    400,
    'ValidationException',
    "1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    'too long a timeout',
    configure({ Timeout: 901 }),
    400,
    'ValidationException',
    /'901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900/,
  ],
  [
    'too small a /tmp',
    configure({ EphemeralStorage: { Size: 511 } }),
    400,
    'ValidationException',
    "1 validation error detected: Value '511' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512",
  ],
  [
    'too large a /tmp',
    configure({ EphemeralStorage: { Size: 10_241 } }),
    400,
    'ValidationException',
    /'10241' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value less than or equal to 10240/,
  ],
  [
    'more than 4 KB of variables',
    configure({ Environment: { Variables: { LONG: LONG } } }),
    400,
    'InvalidParameterValueException',
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"LONG":"${LONG}"}`,
  ],
  [
    'a variable of one letter',
    configure({ Environment: { Variables: { A: '1' } } }),
    400,
    'ValidationException',
    /failed to satisfy constraint: Map keys must satisfy constraint: \[Member must satisfy regular expression pattern: \[a-zA-Z\]\(\[a-zA-Z0-9_\]\)\+, Member must not be null\]$/,
  ],
  ...RESERVED_KEYS.map((key): Refusal => [
    `the reserved key ${key}`,
    configure({ Environment: { Variables: { [key]: 'x' } } }),
    400,
    key.startsWith('_') ? 'ValidationException' : 'InvalidParameterValueException',
    key.startsWith('_') ? /Map keys must satisfy constraint/ : reserved + key,
  ]),
  [
    'two validation errors',
    configure({ Timeout: 0, MemorySize: 1 }),
    400,
    'ValidationException',
    /^2 validation errors detected: Value '.*' at '.*' failed to satisfy constraint: .*; Value '/,
  ],
]);
