// What stands around the routes: the layer's logger and authentication, CORS headers, and word to the audit.
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const { logger: Logger, auth } = require('utils');
const { apiHandler } = require('./api-handler');

const lambda = new LambdaClient();

const CORS_HEADERS = {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': process.env.ALLOWED_ORIGIN
};

exports.handler = async (event, context) => {
    const logger = new Logger(context);
    logger.info('Request', { method: event.httpMethod, path: event.path, stage: process.env.STAGE });
    const isChange = event.httpMethod !== 'GET';
    let user;
    if (isChange) {
        try {
            user = await auth.validateToken(event.headers.Authorization || event.headers.authorization);
        } catch (error) {
            logger.warn('Refused', { reason: error.message });
            return answer({ statusCode: 401, body: JSON.stringify({ error: error.message }) });
        }
    }
    const response = await apiHandler(event, context);
    if (isChange && response.statusCode < 300) await tellAudit({ user: user.sub, method: event.httpMethod, path: event.path });
    return answer(response);
};

function answer(response) {
    return { ...response, headers: { ...CORS_HEADERS, ...response.headers } };
}

/** Asynchronously: the caller need not wait for it. */
async function tellAudit(change) {
    await lambda.send(
        new InvokeCommand({
            FunctionName: process.env.AUDIT_FUNCTION,
            InvocationType: 'Event',
            Payload: JSON.stringify(change)
        })
    );
}
