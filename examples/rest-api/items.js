// Items in a file of this environment's /tmp: they live as long as it stays warm. DynamoDB will keep them for good.
const { randomUUID } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');

const FILE = '/tmp/items.json';

exports.getItemById = async (id) => read()[id];

/** `?search=text` looks into the names, `?limit=n` takes the first n. */
exports.getItems = async (query) => {
    const { search = '', limit } = query || {};
    const found = Object.values(read()).filter(({ name }) => String(name).includes(search));
    return found.slice(0, limit === undefined ? found.length : Number(limit));
};

exports.createItem = async (data) => {
    const item = { ...data, id: randomUUID(), createdAt: new Date().toISOString() };
    write({ ...read(), [item.id]: item });
    return item;
};

exports.replaceItem = async (id, data) => {
    const items = read();
    if (!items[id]) return undefined;
    const item = { ...data, id, createdAt: items[id].createdAt, updatedAt: new Date().toISOString() };
    write({ ...items, [id]: item });
    return item;
};

exports.deleteItem = async (id) => {
    const { [id]: item, ...others } = read();
    if (item) write(others);
    return item !== undefined;
};

function read() {
    return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

function write(items) {
    writeFileSync(FILE, JSON.stringify(items));
}
