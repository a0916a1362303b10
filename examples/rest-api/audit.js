exports.handler = async ({ user, method, path }) => {
    console.log(`AUDIT ${user} ${method} ${path}`);
};
