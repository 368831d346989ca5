import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const inject = 'Take it from the context: tests run on a virtual clock and a fixed seed.';

export default defineConfig(
  globalIgnores(['web/dist/', 'node_modules/', 'bench/estate/', 'data/', 'reports/', 'src/**/assembly/', '**/*.cjs', '**/*.mjs']),
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      // There are no enums (`erasableSyntaxOnly`), and looking for them was a fifth of the whole run.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-depth': ['error', 4],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/platform/**', '**/*.test.ts'], // rule B1
    rules: {
      'no-restricted-globals': ['error', ...['fetch', 'setTimeout', 'setInterval'].map((name) => ({ name, message: inject }))],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: inject },
        { object: 'Math', property: 'random', message: inject },
        { object: 'crypto', property: 'randomUUID', message: inject },
        { object: 'Temporal', property: 'Now', message: inject },
      ],
      'no-restricted-syntax': ['error', { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: inject }],
    },
  },
  {
    // JSX hands async handlers to events; the void is React's business.
    files: ['web/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'max-lines-per-function': 'off',
    },
  },
  { files: ['**/*.test.ts', '**/*.test.tsx', 'test/**/*.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
);
