// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Judges that share no code with ours look at a sample certificate: each must accept it, and refuse it altered.
// Nothing is fetched: the document loader knows the files of the sample and W3C's own context.
import {createHash, webcrypto} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as multikeyContext from '@digitalbazaar/multikey-context';
import {named as credentialContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {verifyProof} from '@fedify/fedify';
import {DataIntegrityProof as FedifyProof, Multikey} from '@fedify/vocab';
import {Temporal} from '@js-temporal/polyfill';
import Ajv2020 from 'ajv/dist/2020.js';
import canonicalize from 'canonicalize';
import jsonld from 'jsonld';

const cryptosuite = createVerifyCryptosuite();
const folder = process.argv[2];
const text = name => readFileSync(join(folder, name), 'utf8');
const json = name => JSON.parse(text(name));
const now = '2018-11-10T00:00:00Z';

const credential = json('credential.json');
const did = json('trust/did.json');
const lists = [json('revocation.json'), json('suspension.json')];

const documents = new Map([
  [credentialContexts.get('v2').id, credentialContexts.get('v2').context],
  [multikeyContext.constants.CONTEXT_URL, multikeyContext.contexts.get(multikeyContext.constants.CONTEXT_URL)],
  [credential['@context'][1], json('context.json')],
  [did.id, did],
  ...did.verificationMethod.map(method => [method.id, {'@context': did['@context'][1], ...method}]),
  ...lists.map(list => [list.id, list])
]);
async function documentLoader(url) {
  if(!documents.has(url)) throw new Error(`not offline: ${url}`);
  return {contextUrl: null, documentUrl: url, document: structuredClone(documents.get(url))};
}

let faults = 0;
let count = 0;
function expect(holds, sentence) {
  ++count;
  if(!holds) ++faults;
  console.log(`${holds ? 'ok    ' : 'FAULT '} ${sentence}`);
}
// The judge's own exceptions count as a refusal.
const answer = judge => Promise.resolve().then(judge).catch(() => false);

// It looks at the wall clock when it judges a list, so the lists' proofs and dates are judged apart.
const statusOf = options => checkStatus({
  ...options, documentLoader, verifyBitstringStatusListCredential: false, verifyMatchingIssuers: false
});

const altered = document => [
  ['a member', {...document, credentialSubject: {...document.credentialSubject, extra: 'x'}}],
  ['the end', {...document, validUntil: '2029-11-09T00:00:00Z'}],
  ['a signature', {...document, proof: document.proof.map(
    proof => ({...proof, proofValue: proof.proofValue.replace(/.$/, c => c === '2' ? '3' : '2')}))}]
];

// --- 1. Digital Bazaar's verifier of credentials and proofs.
async function digitalBazaar(document) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential: document, suite, documentLoader, now, checkStatus: statusOf});
  return result.verified === true && result.results.every(one => one.verified);
}

// --- 2. Fedify's proofs, of another author and another canonicalizer.
const keyOf = async id => webcrypto.subtle.importKey('raw',
  decodeMultibase(did.verificationMethod.find(method => method.id === id).publicKeyMultibase).slice(2),
  'Ed25519', true, ['verify']);
async function fedify(document) {
  for(const proof of document.proof) {
    const id = new URL(proof.verificationMethod);
    const key = new Multikey({id, controller: new URL(did.id), publicKey: await keyOf(proof.verificationMethod)});
    const parsed = new FedifyProof({
      cryptosuite: proof.cryptosuite, verificationMethod: id, proofPurpose: proof.proofPurpose,
      proofValue: decodeMultibase(proof.proofValue), created: Temporal.Instant.from(proof.created)
    });
    const keyCache = {get: async () => key, set: async () => {}};
    const good = await verifyProof(document, parsed,
      {documentLoader, contextLoader: documentLoader, keyCache});
    if(good === null) return false;
  }
  return true;
}

// --- 3. The recommendation's steps by hand, with the canonicalizer of RFC 8785's author and WebCrypto.
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
function decodeMultibase(multibase) {
  let number = 0n;
  for(const c of multibase.slice(1)) number = number * 58n + BigInt(alphabet.indexOf(c));
  const hex = number.toString(16);
  return new Uint8Array(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
}
const sha256 = value => createHash('sha256').update(canonicalize(value)).digest();
async function byHand(document) {
  const {proof: proofs, ...plain} = document;
  for(const {proofValue, ...options} of proofs) {
    const data = Buffer.concat([sha256(options), sha256(plain)]);
    const key = await keyOf(options.verificationMethod);
    if(!await webcrypto.subtle.verify('Ed25519', key, decodeMultibase(proofValue), data)) return false;
  }
  return true;
}

for(const [name, judge] of [['@digitalbazaar/vc', digitalBazaar], ['@fedify/fedify', fedify],
  ['canonicalize and WebCrypto', byHand]]) {
  expect(await answer(() => judge(credential)), `${name} accepts the credential`);
  for(const [what, document] of altered(credential))
    expect(!await answer(() => judge(document)), `${name} refuses it with ${what} altered`);
  for(const list of lists) {
    const purpose = list.credentialSubject.statusPurpose;
    expect(await answer(() => judge(list)), `${name} accepts the ${purpose} list`);
    for(const [what, document] of altered(list))
      expect(!await answer(() => judge(document)), `${name} refuses the ${purpose} list with ${what} altered`);
  }
}

// --- 4. The status entries, by Digital Bazaar's reader.
async function statuses() {
  const result = await statusOf({credential, suite: new DataIntegrityProof({cryptosuite})});
  return result.verified === true && result.results.length === 2 ? result.results.map(one => one.status) : [];
}
const clear = await answer(statuses);
expect(clear.length === 2 && clear.every(bit => bit === false), 'vc-bitstring-status-list reads both bits as not set');
for(const list of [json('revocation-set.json'), json('suspension-set.json')]) documents.set(list.id, list);
const set = await answer(statuses);
expect(set.length === 2 && set.every(bit => bit === true), 'vc-bitstring-status-list reads both bits as set');

// --- 5. The schema, by Ajv.
const validate = new Ajv2020({strict: true, strictTypes: false, allErrors: true}).compile(json('schema.json'));
expect(validate(credential), `the schema accepts the credential ${JSON.stringify(validate.errors)}`);
expect(!validate({...credential, praise: 'fine'}), 'the schema refuses another member');
const {evidence: _, ...without} = credential;
expect(!validate(without), 'the schema refuses a credential without evidence');

// --- 6. Every term is defined, by the JSON-LD processor in safe mode.
const expand = document => answer(async () => (await jsonld.expand(document, {documentLoader, safe: true})).length === 1);
expect(await expand(credential), 'jsonld expands the credential in safe mode');
for(const list of lists) expect(await expand(list), 'jsonld expands a status list in safe mode');
expect(!await expand({...credential, credentialSubject: {...credential.credentialSubject, praise: 'fine'}}),
  'jsonld refuses an undefined term');

// --- 7. Digests of the documents that the credential names.
const sri = name => `sha384-${createHash('sha384').update(readFileSync(join(folder, name))).digest('base64')}`;
expect(credential.credentialSchema.digestSRI === sri('schema.json'), 'the schema has the digest that the credential names');
expect(credential.relatedResource[0].digestSRI === sri('context.json'), 'the context has the digest that the credential names');

console.log(`${count} judgements, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
