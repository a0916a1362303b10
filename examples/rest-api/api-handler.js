const { getItemById, getItems, createItem, replaceItem, deleteItem } = require('./items');

// API Gateway 事件处理
exports.apiHandler = async (event, context) => {
    const { 
        httpMethod, 
        path, 
        pathParameters, 
        queryStringParameters, 
        headers, 
        body 
    } = event;
    
    console.log(`${httpMethod} ${path}`);
    
    try {
        // 路由处理
        switch (httpMethod) {
            case 'GET':
                return await handleGet(pathParameters, queryStringParameters);
            case 'POST':
                return await handlePost(JSON.parse(body || '{}'));
            case 'PUT':
                return await handlePut(pathParameters, JSON.parse(body || '{}'));
            case 'DELETE':
                return await handleDelete(pathParameters);
            default:
                return {
                    statusCode: 405,
                    body: JSON.stringify({ error: 'Method not allowed' })
                };
        }
    } catch (error) {
        console.error('API Error:', error);
        return {
            statusCode: 500,
            body: JSON.stringify({ 
                error: 'Internal server error',
                message: error.message 
            })
        };
    }
};

async function handleGet(pathParams, queryParams) {
    if (pathParams && pathParams.id) {
        // 获取单个资源
        const item = await getItemById(pathParams.id);
        return {
            statusCode: item ? 200 : 404,
            body: JSON.stringify(item || { error: 'Item not found' })
        };
    } else {
        // 获取资源列表
        const items = await getItems(queryParams);
        return {
            statusCode: 200,
            body: JSON.stringify(items)
        };
    }
}

async function handlePost(data) {
    // 创建新资源
    const newItem = await createItem(data);
    return {
        statusCode: 201,
        body: JSON.stringify(newItem)
    };
}

async function handlePut(pathParams, data) {
    // 更新资源
    const item = await replaceItem(pathParams.id, data);
    return {
        statusCode: item ? 200 : 404,
        body: JSON.stringify(item || { error: 'Item not found' })
    };
}

async function handleDelete(pathParams) {
    // 删除资源
    const deleted = await deleteItem(pathParams.id);
    return deleted
        ? { statusCode: 204, body: '' }
        : { statusCode: 404, body: JSON.stringify({ error: 'Item not found' }) };
}
