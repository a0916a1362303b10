// `node token.cjs NAME` prints a token that the API takes for an hour.
process.env.JWT_SECRET ??= 'only-for-this-machine';
const { auth } = require('./layer/nodejs/node_modules/utils');

console.log(auth.issueToken(process.argv[2] ?? 'me'));
