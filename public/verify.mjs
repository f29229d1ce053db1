#!/usr/bin/env node
/**
 * Checks an evidence pack of Impact Time. It needs Node 18 or newer, and nothing else: no network, no packages, nothing of ours.
 *
 *   node verify.mjs                      checks the folder this file lies in
 *   node verify.mjs --key BASE64         believes this public key alone, such as one you noted before from /evidence
 *   node verify.mjs --root DAY=HEX       expects this root for a day, such as one from an invoice or a letter
 *
 * It ends with 0 when everything fits, with 1 when something does not (it names the first bad entry), with 2 when the pack cannot be read.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const sha256 = bytes => createHash('sha256').update(bytes).digest();
const hex = bytes => bytes.toString('hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

class Bad extends Error {
  constructor(seq, words) {
    super(words);
    this.seq = seq;
  }
}

/** RFC 8785 for JSON without fractions: sorted keys, no spaces. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort();
    return `{${names.map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Bad(null, `${value} is not a whole number.`);
  return JSON.stringify(value);
}

// -- keys and signatures

function keysIn(list) {
  const keys = new Map();
  for (const text of list) {
    const raw = Buffer.from(text, 'base64');
    const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
    keys.set(hex(sha256(raw).subarray(0, 8)), key);
  }
  return keys;
}

function isSigned(keys, statement, { signature, keyId }) {
  const bytes = Buffer.from(String(signature), 'base64');
  // Text that is read as the same bytes, but is not their text, was changed.
  if (!keys.has(keyId) || bytes.toString('base64') !== signature) return false;
  return verify(null, Buffer.from(statement), keys.get(keyId), bytes);
}
const statement = (what, contractId, seq, hash) => `Impact Time evidence ${what}\n${contractId}\n${seq}\n${hash}\n`;

// -- the chain

async function checkChain(pack, keys, look) {
  const head = read('head.json');
  const hashes = new Map();
  let [seq, last, withheld] = [0, '0'.repeat(64), 0];
  const lines = createInterface({ input: createReadStream(join(folder, 'entries.jsonl')), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line === '') continue;
    seq += 1;
    const { entry, hash, ...signed } = parsed(line, seq);
    const facts = entry ?? signed;
    if (facts.seq !== seq) throw new Bad(seq, `Entry ${seq} is missing or out of its place.`);
    if (entry && entry.contractId !== pack.contract.id) throw new Bad(seq, `Entry ${seq} belongs to another contract.`);
    if (facts.previous !== last) throw new Bad(seq, `Entry ${seq} does not follow the one before it.`);
    if (entry && hex(sha256(canonical(entry))) !== hash)
      throw new Bad(seq, `Entry ${seq} is not what its hash says: it was changed.`);
    if (!isSigned(keys, statement('entry', pack.contract.id, seq, hash), signed))
      throw new Bad(seq, `Entry ${seq} is not signed with the key.`);
    if (entry) look(entry);
    else withheld += 1;
    hashes.set(seq, hash);
    last = hash;
  }
  if (!isSigned(keys, statement('head', pack.contract.id, head.seq, head.hash), head))
    throw new Bad(seq + 1, 'The end of the chain is not signed with the key.');
  if (head.seq !== seq || head.hash !== last)
    throw new Bad(
      Math.min(head.seq, seq) + 1,
      `The signed end of the chain is entry ${head.seq}, and ${seq} are here.`,
    );
  return { seq, hashes, withheld };
}

function parsed(line, seq) {
  try {
    const read = JSON.parse(line);
    const isWhole = [read.hash, read.signature, read.keyId].every(text => typeof text === 'string');
    if (isWhole && typeof (read.entry ?? {}) === 'object') return read;
  } catch {
    // Said below.
  }
  throw new Bad(seq, `Entry ${seq} cannot be read.`);
}

// -- roots: RFC 6962

const node = (left, right) => sha256(Buffer.concat([Buffer.from([1]), left, right]));

function rootAlong(leaf, index, size, path) {
  if (size === 1) return path.length === 0 ? leaf : null;
  if (path.length === 0) return null;
  let left = 1;
  while (left * 2 < size) left *= 2;
  const [below, beside] = [path.slice(0, -1), path[path.length - 1]];
  const here = index < left ? rootAlong(leaf, index, left, below) : rootAlong(leaf, index - left, size - left, below);
  return here && (index < left ? node(here, beside) : node(beside, here));
}

function checkRoots(pack, keys, hashes, expected) {
  const proofs = read('roots.json');
  for (const { root, leaf, index, path } of proofs) {
    const { day, chains, madeAt, previous, root: top, hash } = root;
    if (hex(sha256(canonical({ day, chains, madeAt, previous, root: top }))) !== hash)
      throw new Bad(null, `The root of ${day} is not what its hash says.`);
    if (!isSigned(keys, `Impact Time evidence root\n${hash}\n`, root))
      throw new Bad(null, `The root of ${day} is not signed with the key.`);
    if (expected.has(day) && expected.get(day) !== top)
      throw new Bad(null, `The root of ${day} is not the one you expect.`);
    if (leaf.contractId !== pack.contract.id) throw new Bad(null, `The proof for ${day} is of another contract.`);
    if (hashes.get(leaf.seq) !== leaf.hash)
      throw new Bad(leaf.seq, `Entry ${leaf.seq} is not the one that the root of ${day} was made over.`);
    const lowest = sha256(Buffer.concat([Buffer.from([0]), Buffer.from(canonical(leaf))]));
    const reached = rootAlong(
      lowest,
      index,
      chains,
      path.map(text => Buffer.from(text, 'hex')),
    );
    if (!reached || hex(reached) !== top)
      throw new Bad(leaf.seq, `Entry ${leaf.seq} does not stand under the root of ${day}.`);
  }
  for (const day of expected.keys())
    if (!proofs.some(({ root }) => root.day === day)) throw new Bad(null, `There is no root of ${day} in this pack.`);
  return proofs.length;
}

// -- pictures

/** `pictures/2026-11-18/08-10-00-1.jpg` */
const nameOf = (startedAt, number) => {
  const [day, time] = new Date(startedAt * 1000).toISOString().slice(0, 19).split('T');
  return `pictures/${day}/${time.replaceAll(':', '-')}-${number}.jpg`;
};

/** What the chain says of pictures: which there are, and which have gone with a deletion or their age. */
function pictureBook({ range: { from, to }, picturesUpTo }) {
  const kept = new Map();
  const removed = [];
  const look = ({ kind, seq, facts }) => {
    const within = facts.startedAt >= from && facts.startedAt < to;
    if (kind === 'block.kept' && within && seq <= picturesUpTo)
      kept.set(facts.startedAt, { seq, captures: facts.captures, gone: false });
    if (kind === 'block.tombstone' && kept.has(facts.startedAt)) kept.get(facts.startedAt).gone = true;
    if (kind === 'block.back' && kept.has(facts.startedAt)) kept.get(facts.startedAt).gone = false;
    if (kind === 'pictures.removed') removed.push(facts.week);
  };
  const isRemoved = startedAt => removed.some(week => startedAt >= week && startedAt < week + 7 * 86400);
  return { kept, look, isRemoved };
}

function checkPictures(pack, { kept, isRemoved }) {
  const here = new Set(filesIn('pictures'));
  let checked = 0;
  for (const [startedAt, { seq, captures, gone }] of kept) {
    captures.forEach((capture, place) => {
      const name = nameOf(startedAt, place + 1);
      if (capture.kept === undefined || !pack.pictures) return;
      // What was deleted while the pack was made may still be in it.
      const isHere = here.delete(name);
      if (!isHere && (gone || isRemoved(startedAt))) return;
      if (!isHere) throw new Bad(seq, `${name} is missing, and entry ${seq} says that it was received.`);
      if (hex(sha256(readFileSync(join(folder, name)))) !== capture.kept)
        throw new Bad(seq, `${name} is not the picture that entry ${seq} says was received.`);
      checked += 1;
    });
  }
  const [unknown] = here;
  if (unknown) throw new Bad(null, `${unknown} is here, but in no entry of the chain.`);
  return checked;
}

function filesIn(name) {
  if (!existsSync(join(folder, name))) return [];
  return readdirSync(join(folder, name), { withFileTypes: true }).flatMap(one =>
    one.isDirectory() ? filesIn(`${name}/${one.name}`) : [`${name}/${one.name}`],
  );
}

// -- the whole

function asked(args) {
  const of = name => args.flatMap((text, place) => (text === name && args[place + 1] ? [args[place + 1]] : []));
  return { keys: of('--key'), roots: new Map(of('--root').map(text => text.split('='))) };
}

async function main() {
  const { keys: given, roots: expected } = asked(process.argv.slice(2));
  const pack = read('pack.json');
  const inPack = read('keys.json').map(({ publicKey }) => publicKey);
  const keys = keysIn(given.length > 0 ? given : inPack);
  const book = pictureBook(pack);
  const { seq, hashes, withheld } = await checkChain(pack, keys, book.look);
  const roots = checkRoots(pack, keys, hashes, expected);
  const pictures = checkPictures(pack, book);
  console.log(`Everything fits: ${seq} entries, ${book.kept.size} blocks, ${pictures} pictures, ${roots} daily roots.`);
  if (withheld > 0)
    console.log(
      `${withheld} entries are here by their hash alone: what they say was deleted, and is not for everybody.`,
    );
  if (!pack.pictures) console.log('The pictures themselves are not in this pack.');
  if (given.length === 0)
    console.log(
      `Checked with the keys in the pack. Compare them with a key you have from elsewhere:\n  ${inPack.join('\n  ')}`,
    );
}

main().catch(error => {
  const cannotRead = !(error instanceof Bad);
  if (cannotRead) console.log(`This pack cannot be read: ${error.message}`);
  else console.log(error.seq === null ? error.message : `First bad entry: ${error.seq}. ${error.message}`);
  process.exitCode = cannotRead ? 2 : 1;
});
