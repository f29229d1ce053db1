import tseslint from 'typescript-eslint';

/** Types find most mistakes; these rules find promises nobody waits for and code nobody uses. Formatting is prettier's. */
export default tseslint.config(
  {
    ignores: [
      'dist/',
      'data/',
      'node_modules/',
      'tracker/bin/',
      'tracker/dist/',
      'tracker/resources/js/',
      'public/app.js',
      'public/verify.mjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.mjs'] }, tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Our objects of functions are closures, not classes: nothing is lost when one is taken out.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, properties: false } },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['tests/**/*.ts'],
    // Assertions are expressions; what stands in for the outside world promises without waiting.
    rules: {
      // What supertest and Chromium hand back is any by nature; the assertions look into it.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
