// jsforce against a running server.  From the environment: LOCALORG_HTTP and LOCALORG_HTTPS (addresses), LOCALORG_TOKEN,
// LOCALORG_USER, LOCALORG_PASSWORD, LOCALORG_ENTRIES (how many price book entries the org has).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsforce from 'jsforce';

const env = process.env;
const password = env.LOCALORG_PASSWORD + (env.LOCALORG_SECURITY_TOKEN ?? '');

const connect = (instanceUrl = env.LOCALORG_HTTP, version = '59.0') =>
  new jsforce.Connection({ instanceUrl, accessToken: env.LOCALORG_TOKEN, version });

for (const [name, url] of [['http', env.LOCALORG_HTTP], ['https', env.LOCALORG_HTTPS]]) {
  test(`${name}: a query`, async () => {
    const answer = await connect(url).query('SELECT Id, Status, Account.Name FROM Case LIMIT 3');
    assert.equal(answer.totalSize, 3);
    assert.equal(answer.done, true);
    assert.match(answer.records[0].attributes.url, /^\/services\/data\/v59\.0\/sobjects\/Case\/500/);
    assert.equal(answer.records[0].Account.attributes.type, 'Account');
  });

  test(`${name}: SOAP login`, async () => {
    const connection = new jsforce.Connection({ loginUrl: url, version: '59.0' });
    const user = await connection.login(env.LOCALORG_USER, password);
    assert.match(user.id, /^005\w{15}$/);
    assert.match(user.organizationId, /^00D\w{15}$/);
    assert.equal(new URL(connection.instanceUrl).host, new URL(url).host);
    assert.equal((await connection.query('SELECT COUNT() FROM Issue__c')).totalSize > 0, true);
    const identity = await connection.identity();
    assert.equal(identity.user_id, user.id);
    await connection.logout();
  });
}

test('SOAP login with a wrong password', async () => {
  const connection = new jsforce.Connection({ loginUrl: env.LOCALORG_HTTP });
  await assert.rejects(connection.login(env.LOCALORG_USER, 'wrong'), /INVALID_LOGIN: Invalid username, password, security token; or user locked out\./);
});

test('OAuth login with a password', async () => {
  const connection = new jsforce.Connection({
    oauth2: { loginUrl: env.LOCALORG_HTTP, clientId: 'any', clientSecret: 'any' }, version: '59.0' });
  const user = await connection.login(env.LOCALORG_USER, password);
  assert.match(user.id, /^005/);
  assert.equal((await connection.query('SELECT Id FROM User LIMIT 1')).records.length, 1);
  const { accessToken } = connection;
  await connection.logout();
  const again = new jsforce.Connection({ instanceUrl: env.LOCALORG_HTTP, accessToken });
  await assert.rejects(again.query('SELECT Id FROM User LIMIT 1'), { name: 'INVALID_SESSION_ID' });
});

test('a session that does not exist', async () => {
  const connection = new jsforce.Connection({ instanceUrl: env.LOCALORG_HTTP, accessToken: '00D000000000000!no' });
  await assert.rejects(connection.query('SELECT Id FROM Case'), { name: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });
});

test('the errors of queries', async () => {
  const connection = connect();
  await assert.rejects(connection.query('SELECT Nmae FROM Account'), {
    name: 'INVALID_FIELD',
    message: "\nSELECT Nmae FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nmae' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  });
  await assert.rejects(connection.query('SELECT * FROM Case'), { name: 'MALFORMED_QUERY' });
  await assert.rejects(connection.query('SELECT Id FROM Acount'), { name: 'INVALID_TYPE' });
  await assert.rejects(connection.sobject('Account').retrieve('001000000000000AAA'), { name: 'NOT_FOUND' });
});

test('all pages of a long answer', async () => {
  const answer = await connect().query('SELECT Id FROM PricebookEntry', { autoFetch: true, maxFetch: 1_000_000 });
  assert.equal(answer.totalSize, Number(env.LOCALORG_ENTRIES));
  assert.equal(answer.records.length, answer.totalSize);
  assert.equal(new Set(answer.records.map((record) => record.Id)).size, answer.totalSize);
});

test('a page at a time', async () => {
  const connection = connect();
  const first = await connection.query('SELECT Id FROM PricebookEntry');
  assert.equal(first.done, false);
  assert.match(new URL(first.nextRecordsUrl, env.LOCALORG_HTTP).pathname, /^\/services\/data\/v59\.0\/query\/01g\w{15}-2000$/);
  const second = await connection.queryMore(first.nextRecordsUrl);
  assert.equal(second.records.length, 2000);
});

test('children come inside their parents', async () => {
  const answer = await connect().query('SELECT Id, (SELECT Id, Status FROM Cases LIMIT 2) FROM Account WHERE Id IN (SELECT AccountId FROM Case) LIMIT 2');
  assert.equal(answer.records.length, 2);
  assert.equal(answer.records[0].Cases.done, true);
  assert.equal(answer.records[0].Cases.records[0].attributes.type, 'Case');
});

test('a search', async () => {
  const answer = await connect().search('FIND {return policy} IN ALL FIELDS RETURNING Knowledge__kav(Id, Title LIMIT 3)');
  assert.equal(answer.searchRecords.length, 3);
  assert.equal(answer.searchRecords[0].attributes.type, 'Knowledge__kav');
  await assert.rejects(connect().search('FIND {T-shirt} RETURNING Product2(Name)'), { name: 'MALFORMED_SEARCH' });
});

test('describe', async () => {
  const connection = connect();
  const all = await connection.describeGlobal();
  assert.ok(all.sobjects.some((object) => object.name === 'Knowledge__kav'));
  const described = await connection.sobject('Case').describe();
  assert.equal(described.keyPrefix, '500');
  const status = described.fields.find((field) => field.name === 'Status');
  assert.equal(status.type, 'picklist');
  assert.ok(status.picklistValues.some((value) => value.value === 'Closed'));
  assert.ok(described.childRelationships.some((child) => child.relationshipName === 'EmailMessages'));
});

test('create, read, change, delete', async () => {
  const connection = connect();
  const accounts = connection.sobject('Account');
  const made = await accounts.create({ FirstName: 'Nora', LastName: 'Quill' });
  assert.equal(made.success, true);
  assert.match(made.id, /^001\w{15}$/);
  assert.equal((await accounts.retrieve(made.id)).LastName, 'Quill');
  assert.equal((await accounts.update({ Id: made.id, LastName: 'Quillon' })).success, true);
  assert.equal((await connection.query(`SELECT Name FROM Account WHERE Id = '${made.id}'`)).records[0].Name, 'Nora Quillon');
  assert.equal((await accounts.destroy(made.id)).success, true);
  await assert.rejects(accounts.retrieve(made.id), { name: 'ENTITY_IS_DELETED' });
  assert.equal((await connection.query(`SELECT Id FROM Account WHERE Id = '${made.id}'`)).totalSize, 0);
});

test('a record that may not be', async () => {
  const cases = connect().sobject('Case');
  await assert.rejects(cases.create({ Status: 'New', Nonsense: 1 }), { name: 'INVALID_FIELD' });
  await assert.rejects(connect().sobject('Product2').create({}), { name: 'REQUIRED_FIELD_MISSING' });
});

test('several records at once', async () => {
  const accounts = connect().sobject('Account');
  const made = await accounts.create([{ LastName: 'One' }, { LastName: 'Two' }, { LastName: 'Three' }]);
  assert.deepEqual(made.map((result) => result.success), [true, true, true]);
  const read = await accounts.retrieve(made.map((result) => result.id));
  assert.deepEqual(read.map((record) => record.LastName), ['One', 'Two', 'Three']);
  const gone = await accounts.destroy(made.map((result) => result.id));
  assert.deepEqual(gone.map((result) => result.success), [true, true, true]);
});

test('composite', async () => {
  const answer = await connect().requestPost('/composite', {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: '/services/data/v59.0/sobjects/Account', referenceId: 'made', body: { LastName: 'Link' } },
      { method: 'GET', url: '/services/data/v59.0/sobjects/Account/@{made.id}?fields=LastName', referenceId: 'read' },
      { method: 'DELETE', url: '/services/data/v59.0/sobjects/Account/@{made.id}', referenceId: 'gone' },
    ],
  });
  assert.deepEqual(answer.compositeResponse.map((part) => part.httpStatusCode), [201, 200, 204]);
  assert.equal(answer.compositeResponse[1].body.LastName, 'Link');
});

test('a bulk query', async () => {
  const connection = connect();
  connection.bulk2.pollInterval = 10;
  const stream = await connection.bulk2.query('SELECT Id, Name FROM Product2');
  const records = await stream.toArray();
  assert.equal(records.length, (await connection.query('SELECT COUNT() FROM Product2')).totalSize);
  assert.match(records[0].Id, /^01t/);
});

test('bulk ingest', async () => {
  const connection = connect();
  connection.bulk2.pollInterval = 10;
  const made = await connection.bulk2.loadAndWaitForResults({
    object: 'Product2', operation: 'insert',
    input: [{ Name: 'Bulk A', ProductCode: 'A' }, { Name: 'Bulk B', ProductCode: 'B' }, { Name: '', ProductCode: 'C' }] });
  assert.equal(made.successfulResults.length, 2);
  assert.equal(made.failedResults.length, 1);
  assert.match(made.failedResults[0].sf__Error, /^REQUIRED_FIELD_MISSING/);
});

test('bulk 1.0', async () => {
  const connection = connect();
  connection.bulk.pollInterval = 10;
  const stream = await connection.bulk.query('SELECT Id, Name FROM Issue__c');
  const records = await stream.toArray();
  assert.equal(records.length, (await connection.query('SELECT COUNT() FROM Issue__c')).totalSize);
});

test('limits, recent, explain', async () => {
  const connection = connect();
  const limits = await connection.limits();
  assert.ok(limits.DailyApiRequests.Max > 0);
  assert.ok(connection.limitInfo.apiUsage.limit > 0);
  assert.ok(Array.isArray(await connection.recent()));
  const plan = await connection.query('SELECT Id FROM Case').explain();
  assert.ok(Array.isArray(plan.plans));
});

test('what was changed and deleted', async () => {
  const connection = connect();
  const accounts = connection.sobject('Account');
  const before = new Date(Date.now() - 60_000);
  const { id } = await accounts.create({ LastName: 'Brief' });
  const after = new Date(Date.now() + 60_000);
  assert.ok((await accounts.updated(before, after)).ids.includes(id));
  await accounts.destroy(id);
  assert.ok((await accounts.deleted(before, after)).deletedRecords.some((record) => record.id === id));
});
