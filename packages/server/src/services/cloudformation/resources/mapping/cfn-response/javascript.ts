/**
 * The module `cfn-response`, which AWS puts beside code that is written inline (Lambda developer guide and
 * CloudFormation user guide, "cfn-response module"): SUCCESS, FAILED and `send(event, context, status, data, id, noEcho)`.
 */
export const CFN_RESPONSE_JS = `'use strict';
const https = require('https');
const http = require('http');

exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';

exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({
      Status: responseStatus,
      Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: responseData,
    });
    const url = new URL(event.ResponseURL);
    const client = url.protocol === 'http:' ? http : https;
    const request = client.request(
      url,
      { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.on('end', () => {
          resolve(context.done());
        });
      },
    );
    request.on('error', (error) => {
      reject(context.done(error));
    });
    request.end(body);
  });
};
`;
