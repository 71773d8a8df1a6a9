import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** A change of one place in a source file. */
export interface Fault {
  /** Path in the repository. */
  file: string
  start: number
  end: number
  text: string
}

/** Data, of which a fault says nothing about the tests of the code. */
const DATA = /\/(clips|translations)\//

/** The sources that a path of the repository names: a file, or all in a folder. */
export function listSources(root: string, path: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .filter((file) => file.startsWith('src/') && file.startsWith(path) && !DATA.test(file))
    .toSorted()
}

/** Lists every fault that can be put into a file. */
export function listFaults(root: string, file: string): Fault[] {
  const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true)
  const faults: Fault[] = []
  const visit = (node: ts.Node): void => {
    if (isTypeOnly(node)) return
    for (const [place, text] of changesOf(node)) {
      const [start, end] = [place.getStart(), place.getEnd()]
      // `return undefined` is left as it is.
      if (place.getText() !== text) faults.push({ file, start, end, text })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return faults
}

/** The source of a file with a fault. */
export const withFault = (code: string, { start, end, text }: Fault) =>
  code.slice(0, start) + text + code.slice(end)

/** Nodes that no program runs: types, and what loads or names other modules. */
const isTypeOnly = (node: ts.Node) =>
  ts.isTypeNode(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node)

type Change = [place: ts.Node, text: string]

function changesOf(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return changeOperator(node)
  if (ts.isNumericLiteral(node)) return [[node, otherNumber(Number(node.text))]]
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, 'false']]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, 'true']]
  if (ts.isStringLiteral(node)) return isValue(node) ? [[node, "''"]] : []
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [[node, node.operand.getText()]]
  if (ts.isConditionalExpression(node)) return [[node.condition, `!(${node.condition.getText()})`]]
  if (ts.isIfStatement(node)) {
    const negated: Change = [node.expression, `!(${node.expression.getText()})`]
    return node.elseStatement ? [negated] : [negated, [node, '{}']]
  }
  if (ts.isExpressionStatement(node)) return ts.isStringLiteral(node.expression) ? [] : [[node, '{}']]
  if (ts.isReturnStatement(node) && node.expression) return [[node, 'return undefined']]
  if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) {
    const other = METHODS.get(node.text)
    return other ? [[node, other]] : []
  }
  return []
}

/** One more of a count, twice as much of a time or a limit: no test can notice a time that is longer by a millisecond. */
const otherNumber = (value: number) => String(value < 100 ? value + 1 : 2 * value)

/** Strings that say something: not empty, which mostly stands for nothing, nor the name of a property, nor a directive. */
const isValue = ({ parent, text }: ts.StringLiteral) =>
  text !== '' &&
  !(ts.isPropertyAssignment(parent) && parent.name.kind === ts.SyntaxKind.StringLiteral) &&
  !ts.isExpressionStatement(parent)

function changeOperator({ left, right, operatorToken }: ts.BinaryExpression): Change[] {
  const { kind } = operatorToken
  if (kind === ts.SyntaxKind.QuestionQuestionToken) return [[operatorToken.parent, left.getText()]]
  // The text that is joined to another one is left out: `-` would not compile.
  if (kind === ts.SyntaxKind.PlusToken && [left, right].some(ts.isStringLiteralLike))
    return [[operatorToken.parent, left.getText()]]
  const other = OPERATORS[operatorToken.getText()]
  return other ? [[operatorToken, other]] : []
}

const OPERATORS: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '+=': '-=',
  '-=': '+=',
}

/** A map: in an object, `toString` would be found as well. */
const METHODS = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    max: 'min',
    min: 'max',
    floor: 'ceil',
    ceil: 'floor',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    add: 'delete',
    toLowerCase: 'toUpperCase',
  }),
)
