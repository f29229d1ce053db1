/** The project's own source as the compiler reads it: who imports whom, and what a file uses. For tests of the structure. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../../src/config.ts';

export type Import = {
  /** A file of ours by its path from the root, `src/kernel/time.ts`, or the name of a package. */
  of: string;
  ours: boolean;
  /** Only types: nothing of it is there when the program runs. */
  typeOnly: boolean;
};
export type SourceFile = {
  /** From the root, with `/`. */
  path: string;
  text: string;
  imports: Import[];
  /** Things reached for without an import: `new Date()`, `Date.now`, `process.env`. */
  uses: Set<string>;
};

/** Every TypeScript file below folders such as `src`. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .sort()
      .map(name => read(path.posix.join(folder, name.replaceAll('\\', '/')))),
  );
}

function read(file: string): SourceFile {
  const text = readFileSync(path.join(root, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: SourceFile = { path: file, text, imports: [], uses: new Set() };
  const visit = (node: ts.Node): void => {
    const imported = importOf(node);
    if (imported) found.imports.push(resolved(file, imported));
    const used = useOf(node);
    if (used) found.uses.add(used);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type Named = { specifier: string; typeOnly: boolean };

function importOf(node: ts.Node): Named | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier && ts.isStringLiteral(specifier)) return { specifier: specifier.text, typeOnly: false };
  }
  return null;
}

/** `import type { A }`, and `import { type A, type B }`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function resolved(file: string, { specifier, typeOnly }: Named): Import {
  if (specifier.startsWith('.'))
    return { of: path.posix.join(path.posix.dirname(file), specifier), ours: true, typeOnly };
  const parts = specifier.split('/');
  const name = specifier.startsWith('node:') ? specifier : parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return { of: name, ours: false, typeOnly };
}

function useOf(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0)
    return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText().replace(/^globalThis\./, '');
    const watched = /^(Date\.now|Math\.random|performance\.now|process\.(env|hrtime)|Temporal\.Now|crypto\.\w+)$/.exec(
      text,
    );
    return watched?.[0] ?? null;
  }
  return null;
}
