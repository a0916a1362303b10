// The journey of journey.contract.ts through the AWS SDK for JavaScript v2, which knows no AWS_ENDPOINT_URL.
const { readFileSync } = require('node:fs');
const AWS = require('aws-sdk');

const [name, firstZip, secondZip] = process.argv.slice(2);
const options = { endpoint: process.env.AWS_ENDPOINT_URL, region: process.env.AWS_REGION };
const lambda = new AWS.Lambda(options);
const logs = new AWS.CloudWatchLogs(options);
const sts = new AWS.STS(options);

const codeOf = (request) =>
  request.promise().then(
    () => 'no error',
    (error) => error.code,
  );
const waiting = { FunctionName: name, $waiter: { delay: 1 } };

async function invoke(payload) {
  const answer = await lambda.invoke({ FunctionName: name, Payload: JSON.stringify(payload) }).promise();
  return JSON.parse(answer.Payload.toString());
}

async function main() {
  const result = { identity: (await sts.getCallerIdentity().promise()).Account };
  await lambda
    .createFunction({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: readFileSync(firstZip) },
    })
    .promise();
  await lambda.waitFor('functionActiveV2', waiting).promise();
  result.first = await invoke({ n: 1 });
  await lambda.updateFunctionCode({ FunctionName: name, ZipFile: readFileSync(secondZip) }).promise();
  await lambda.waitFor('functionUpdatedV2', waiting).promise();
  await lambda
    .updateFunctionConfiguration({ FunctionName: name, Environment: { Variables: { GREETING: 'bonjour' } } })
    .promise();
  await lambda.waitFor('functionUpdatedV2', waiting).promise();
  result.second = await invoke({ n: 2 });
  const filter = { logGroupName: `/aws/lambda/${name}`, filterPattern: 'journey' };
  result.logged = (await logs.filterLogEvents(filter).promise()).events.length;
  result.unknownFunction = await codeOf(lambda.getFunction({ FunctionName: 'no-such-function' }));
  result.badInput = await codeOf(lambda.updateFunctionConfiguration({ FunctionName: name, Role: 'nonsense' }));
  await lambda.deleteFunction({ FunctionName: name }).promise();
  result.afterDelete = await codeOf(lambda.getFunction({ FunctionName: name }));
  process.stdout.write(JSON.stringify(result));
}

main();
