/** The file that says what the others of an evidence pack are. Rules only. */
type Packed = { title: string; pictures: boolean; withholds: boolean; server: string };

export const packReadme = ({ title, pictures, withholds, server }: Packed): string => `EVIDENCE OF A CONTRACT

${title}, as ${server} holds it.

Read:    index.html, in any browser, from your disk.
Check:   node verify.mjs   (Node 18 or newer; no network, no packages)

WHAT IS HERE
  index.html, weeks/   blocks with what was done, their verdicts${pictures ? ' and pictures' : ''}. For reading: the chain is the evidence.
  entries.jsonl        the chain: each line an entry with its SHA-256 and its signature
  head.json            the signed end of the chain
  roots.json           signed daily roots, and the proof that this chain stands under them
  keys.json            the public keys (Ed25519) of the signatures
  pack.json            what this pack is of${pictures ? '\n  pictures/            screenshots, byte for byte as they were kept' : ''}
  verify.mjs           the program that checks all of it; one file, written to be read
${pictures ? '' : '\nThe screenshots are not in this copy; their hashes are in the chain.\n'}${withholds ? '\nEntries about blocks that were deleted are here by their hash and signature alone.\n' : ''}
HOW IT WORKS
An entry is hashed as canonical JSON (RFC 8785, whole numbers only): its keys in alphabetical order, no spaces, UTF-8. It holds the
hash of the entry before it, so nothing can be changed, added, taken out or put elsewhere without every later hash being another.
What is signed of it are these lines, each ended by a line feed:
  Impact Time evidence entry
  <contract> <sequence> <hash in hex>, each on a line of its own
The end of the chain is signed likewise with "head" instead of "entry". A root is signed as "Impact Time evidence root" and its hash.
Roots are Merkle trees as in RFC 6962 over {"contractId", "hash", "seq"} of each chain, as canonical JSON, in the order of contracts.

WHOM YOU HAVE TO TRUST
Not us: compare the keys in keys.json with one you have from elsewhere, and a daily root with one printed on an invoice or in a weekly
letter from that time:
  node verify.mjs --key <public key in base64> --root 2026-11-20=<root in hex>
Keys and roots are published at ${server}/evidence.

WHAT IT PROVES
What was received, when, and that it is unchanged since. Not what happened on a computer before that.
`;
