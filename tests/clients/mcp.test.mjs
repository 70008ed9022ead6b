// The TypeScript SDK against the program, both generations of it: sessions (2025-11-25) and requests by themselves (2026-07-28),
// over pipes and HTTP.  From the environment: LOCALORG_BINARY, LOCALORG_ORG, LOCALORG_MCP (the address), LOCALORG_TOKEN.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as two from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioTwo } from '@modelcontextprotocol/client/stdio';

const env = process.env;
const program = { command: env.LOCALORG_BINARY, args: ['mcp', '--org', env.LOCALORG_ORG] };
const url = new URL(env.LOCALORG_MCP);
const who = { name: 'test', version: '1' };

const ways = [
  ['sdk over pipes', () => [new Client(who), new StdioClientTransport(program)], '2025-11-25'],
  ['sdk over HTTP', () => [new Client(who), new StreamableHTTPClientTransport(url)], '2025-11-25'],
  ['client over pipes', () => [new two.Client(who), new StdioTwo(program)], '2025-11-25'],
  ['client over HTTP', () => [new two.Client(who), new two.StreamableHTTPClientTransport(url)], '2025-11-25'],
  ['client that asks first, over pipes', () => [new two.Client(who, { versionNegotiation: { mode: 'auto' } }), new StdioTwo(program)],
    '2026-07-28'],
  ['client that asks first, over HTTP',
    () => [new two.Client(who, { versionNegotiation: { mode: 'auto' } }), new two.StreamableHTTPClientTransport(url)], '2026-07-28'],
  ['client of 2026-07-28 alone, over HTTP',
    () => [new two.Client(who, { versionNegotiation: { mode: { pin: '2026-07-28' } } }), new two.StreamableHTTPClientTransport(url)],
    '2026-07-28'],
];

for (const [name, make, version] of ways) {
  test(name, async () => {
    const [client, transport] = make();
    await client.connect(transport);
    try {
      assert.equal(client.getServerVersion().name, 'localorg');
      if (client.getNegotiatedProtocolVersion) assert.equal(client.getNegotiatedProtocolVersion(), version);
      const { tools } = await client.listTools();
      assert.deepEqual(tools.map((tool) => tool.name), ['soql_query', 'sosl_search', 'list_objects', 'describe_object']);
      assert.equal(tools[0].annotations.readOnlyHint, true);

      // The client checks the structure against the tool's schema.
      const query = { query: 'SELECT Id FROM Product2 ORDER BY Id', max_rows: 2000 };
      const ids = [];
      for (let cursor; ;) {
        const page = (await client.callTool({ name: 'soql_query', arguments: cursor ? { ...query, cursor } : query })).structuredContent;
        ids.push(...page.records.map((record) => record.Id));
        cursor = page.nextCursor;
        if (!cursor) break;
      }
      assert.equal(new Set(ids).size, 4500);

      const refused = await client.callTool({ name: 'soql_query', arguments: { query: 'SELECT Id FROM Acount' } });
      assert.equal(refused.isError, true);
      assert.match(refused.content[0].text, /^INVALID_TYPE: \nSELECT Id FROM Acount\n +\^\nERROR at Row:1:Column:16\n/);
      const found = await client.callTool({ name: 'sosl_search', arguments: { search: 'FIND {shoe} RETURNING Product2(Name LIMIT 3)' } });
      assert.equal(found.structuredContent.searchRecords.length, 3);
      const described = await client.callTool({ name: 'describe_object', arguments: { object: 'Case', max_fields: 3 } });
      assert.equal(described.structuredContent.fields.length, 3);
      const listed = await client.callTool({ name: 'list_objects', arguments: { contains: 'product' } });
      assert.ok(listed.structuredContent.objects.some((object) => object.name === 'Product2'));

      const { resources } = await client.listResources();
      assert.equal(resources[0].uri, 'localorg://objects');
      const { contents } = await client.readResource({ uri: 'localorg://object/Account' });
      assert.equal(JSON.parse(contents[0].text).name, 'Account');
      // The second generation shows both revisions' codes as the newer one.
      await assert.rejects(client.readResource({ uri: 'localorg://object/Nothing' }), { code: client instanceof Client ? -32002 : -32602 });
      const { completion } = await client.complete(
        { ref: { type: 'ref/resource', uri: 'localorg://object/{name}' }, argument: { name: 'name', value: 'Pro' } });
      assert.deepEqual(completion.values, ['ProductCategory', 'Product2', 'ProductCategoryProduct']);
    } finally {
      await client.close();
    }
  });
}

test('a session that is ended is gone', async () => {
  const client = new Client(who);
  const transport = new StreamableHTTPClientTransport(url);
  await client.connect(transport);
  const session = transport.sessionId;
  assert.match(session, /^00D/);
  await transport.terminateSession();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'Mcp-Session-Id': session },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  });
  assert.equal(answer.status, 404);
  await client.close();
});

test('a token', async () => {
  const withToken = (token) => new StreamableHTTPClientTransport(url, { requestInit: { headers: { Authorization: `Bearer ${token}` } } });
  const client = new Client(who);
  await client.connect(withToken(env.LOCALORG_TOKEN));
  assert.equal((await client.listTools()).tools.length, 4);
  await client.close();
  await assert.rejects(new Client(who).connect(withToken('00D000000000001!wrong')));
});
