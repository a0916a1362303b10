import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPath } from './json-path.ts';
import { Templates } from './templates.ts';

const templates = new Templates();

function render(template: string, body: unknown = {}, context: object = {}) {
  return templates.render(template, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    parameters: { path: { id: '7' }, query: { q: ['1', '2'] }, headers: { 'X-Name': ["O'Neil"] } },
    context,
    stageVariables: { table: 'users' },
  });
}

async function text(template: string, body?: unknown, context?: object): Promise<string> {
  return (await render(template, body, context)).text;
}

test('$input gives the payload as text, JSON and values', async () => {
  assert.equal(await text('$input.body', 'raw'), 'raw');
  assert.equal(await text("$input.json('$')", { a: [1] }), '{"a":[1]}');
  assert.equal(await text("$input.json('$.a')", { a: 'x' }), '"x"');
  assert.equal(await text("$input.json('$.none')"), '""');
  assert.equal(await text("$input.path('$.a.b[1]')", { a: { b: [1, 2] } }), '2');
  assert.equal(await text("$input.path('$')", { a: 1, b: ['x', 'y'] }), '{a=1, b=[x, y]}');
  assert.equal(await text("$input.json('$')", ''), '{}');
  assert.equal(await text('$input.body', ''), '{}');
});

test('$input.params finds path, query and header parameters', async () => {
  assert.equal(await text("$input.params('id') $input.params('q') $input.params('x-name')"), "7 2 O'Neil");
  assert.equal(await text('$input.params().path.id $input.params().querystring.get("q")'), '7 2');
  assert.equal(await text("[$input.params('none')]"), '[]');
});

test('$context, $stageVariables and $util are there; what they lack renders as nothing', async () => {
  const context = { httpMethod: 'GET', identity: { sourceIp: '127.0.0.1' } };
  assert.equal(await text('$context.httpMethod ${context.identity.sourceIp}', {}, context), 'GET 127.0.0.1');
  assert.equal(await text('[$context.authorizer.principalId][$stageVariables.none]'), '[][]');
  assert.equal(await text('$stageVariables.table'), 'users');
  assert.equal(await text('$util.escapeJavaScript($input.body)', `a'b"c/é`), String.raw`a\'b\"c\/\u00E9`);
  assert.equal(await text('$util.urlEncode("a b&ü") $util.urlDecode("a+b%26")'), 'a+b%26%C3%BC a b&');
  assert.equal(await text('$util.base64Decode($util.base64Encode("hé"))'), 'hé');
  assert.equal(await text(`$util.parseJson('{"a":{"b":3}}').a.b`), '3');
});

test('loops, conditions and definitions work over lists and maps', async () => {
  const list = "#set($all = $input.path('$.list'))#foreach($item in $all)$item.id#if($foreach.hasNext),#end#end";
  assert.equal(await text(list, { list: [{ id: 1 }, { id: 2 }] }), '1,2');
  const maps = '#foreach($e in $input.path("$").entrySet())$e.key:$e.value;#end';
  assert.equal(await text(maps, { a: 1, b: 2 }), 'a:1;b:2;');
  assert.equal(await text("#if($input.path('$.a') == 'x')yes#{else}no#end", { a: 'x' }), 'yes');
  assert.equal(await text('#set($m = {})$m.put("k", "v")$m.k $m.containsKey("k") $m.size()'), 'v true 1');
});

test("strings have Java's methods", async () => {
  assert.equal(
    await text(`#set($s = "a-b-c")$s.replaceAll("-", "+") $s.contains("b") $s.length() $s.substring(2)`),
    'a+b+c true 5 b-c',
  );
  assert.equal(
    await text(`#set($s = "x,y,,")$s.split(",").size() $s.toUpperCase() $s.equals("x,y,,")`),
    '2 X,Y,, true',
  );
});

test('a template overrides status and headers', async () => {
  const { responseOverride } = await render(
    '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-Tea = "yes")',
  );
  assert.equal(responseOverride.status, '418');
  const quoted = await render('#set($context.requestOverride.header["X-Tea"] = "yes")');
  assert.equal(quoted.requestOverride.header['X-Tea'], 'yes');
});

test('nothing of JavaScript can be reached from a template', async () => {
  const probes = [
    '$input.constructor',
    '$input.getClass().forName("x")',
    '$util.constructor.constructor("return process").call()',
    '#set($f = $input.json.constructor)$f.call("return 1")',
    '#set($s = "x")$s.constructor.constructor("return process.pid").call()',
    '#set($l = [1])$l.map($l.constructor)',
    '$context.__proto__.polluted',
    '#set($context.__proto__.polluted = "yes")',
    '$input.path("$").constructor.constructor("return process.pid").call()',
  ];
  for (const probe of probes) assert.doesNotMatch(await text(probe, { a: 1 }), /function|native code|\d{2,}/, probe);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test('a loop ends after 1,000 iterations, and the template goes on', async () => {
  assert.equal(await text('#foreach($i in [1..2000])x#end!'), `${'x'.repeat(1000)}!`);
  assert.equal(
    (await text('#foreach($i in [1..3])#foreach($j in [1..1001])#if(true)$j#end,#end;#end')).length,
    3 * 3894,
  );
  await assert.rejects(text('#foreach($i in [1..1000000000])x#end'), /numbers/);
});

test('a macro that calls itself for ever, and what is too long to be sent, fail', async () => {
  await assert.rejects(text('#macro(again)#again()#end#again()'), RangeError);
  const doubling = '#set($s = "12345678")#foreach($i in [1..21])#set($s = "$s$s")#end';
  await assert.rejects(text(`${doubling}$s`), /more than 10485760 characters/);
  await assert.rejects(text(`${doubling}#set($context.responseOverride.header.X = $s)`), /more than 10485760/);
});

test('a text in double quotes is a template of its own', async () => {
  const context = { stage: 'dev' };
  assert.equal(await text('#set($s = "at $context.stage$context.none")$s', {}, context), 'at dev');
});

test("the serverless framework's default template gives an event", async () => {
  const template = `
#define( $loop )
  {
  #foreach($key in $map.keySet())
      #set( $k = $util.escapeJavaScript($key) )
      #set( $v = $util.escapeJavaScript($map.get($key)).replaceAll("\\\\'", "'") )
      "$k":
        "$v"
        #if( $foreach.hasNext ) , #end
  #end
  }
#end
{
  "body": $input.json("$"),
  "method": "$context.httpMethod",
  "principalId": "$context.authorizer.principalId",
  "stage": "$context.stage",
  #set( $map = $context.authorizer )
  "enhancedAuthContext": $loop,
  #set( $map = $input.params().header )
  "headers": $loop,
  #set( $map = $input.params().querystring )
  "query": $loop,
  #set( $map = $stageVariables )
  "stageVariables": $loop
}`;
  const rendered = await text(template, { a: 1 }, { httpMethod: 'POST', stage: 'dev' });
  assert.deepEqual(JSON.parse(rendered), {
    body: { a: 1 },
    method: 'POST',
    principalId: '',
    stage: 'dev',
    enhancedAuthContext: {},
    headers: { 'X-Name': "O'Neil" },
    query: { q: '2' },
    stageVariables: { table: 'users' },
  });
});

test("the serverless framework's template for forms gives an event", async () => {
  const template = `
#define( $body )
  {
  #foreach( $token in $input.path('$').split('&') )
    #set( $keyVal = $token.split('=') )
    #set( $keyValSize = $keyVal.size() )
    #if( $keyValSize >= 1 )
      #set( $key = $util.escapeJavaScript($util.urlDecode($keyVal[0])) )
      #if( $keyValSize >= 2 )
        #set($val = $util.escapeJavaScript($util.urlDecode($keyVal[1])).replaceAll("\\\\'","'"))
      #else
        #set( $val = '' )
      #end
      "$key": "$val"#if($foreach.hasNext),#end
    #end
  #end
  }
#end
{ "body": $body }`;
  assert.deepEqual(JSON.parse(await text(template, "a=1&b+c=d%26'e&f")), { body: { a: '1', 'b c': "d&'e", f: '' } });
});

test("the serverless framework's template for several origins answers the caller's own", async () => {
  const template = `#set($origin = $input.params("X-Name"))
#if($origin == "") #set($origin = $input.params("origin")) #end
#if($origin.matches("O.*") || $origin.matches("none")) #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end`;
  assert.equal((await render(template)).responseOverride.header['Access-Control-Allow-Origin'], "O'Neil");
});

test('a JSONPath finds members, elements, all, and at any depth', () => {
  const value = { a: { 'b c': [{ id: 1 }, { id: 2, d: { id: 3 } }] } };
  assert.equal(jsonPath(value, "$.a['b c'][1].id"), 2);
  assert.equal(jsonPath(value, '$.a["b c"][-1].id'), 2);
  assert.deepEqual(jsonPath(value, "$.a['b c'][*].id"), [1, 2]);
  assert.deepEqual(jsonPath(value, '$..id'), [1, 2, 3]);
  assert.equal(jsonPath(value, '$.none.deeper'), undefined);
  assert.throws(() => jsonPath(value, '$.a[?(@.id)]'), /JSONPath/);
});
