// The rules that keep the layers apart. Each ban's message names what to use instead.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const wallClock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "The core's clock tells the time and may be moved in training. Use coreClock.now.",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "The core's clock tells the time and may be moved in training. Use coreClock.now.",
  },
];

const onlyDoor = {
  group: ['@tauri-apps/*'],
  message: 'src/backend is the only door to the core. Import from src/backend instead.',
};

const onlyWrapped = {
  group: ['bits-ui'],
  message: 'Use the wrappers of src/shared/controls; what they lack is added there, with a test.',
};

export default ts.config(
  { ignores: ['node_modules', 'dist', '.gallery', '.screens', 'src/generated', 'src/shared/icons/paths.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-syntax': ['error', ...wallClock],
      'no-restricted-imports': ['error', { patterns: [onlyDoor, onlyWrapped] }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // TypeScript already knows which names exist, also the global types that this rule does not.
      'no-undef': 'off',
      // Routes here are hashes, written by shared/navigation; there is no SvelteKit to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['src/backend/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/shared/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            onlyDoor,
            {
              group: ['**/features/**', '**/views/**'],
              message: 'src/shared knows no feature and no view. Pass what it needs as a property.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/features/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            onlyDoor,
            onlyWrapped,
            { group: ['**/views/**'], message: 'Views are composed from features, never the other way round.' },
          ],
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'browser/**', '*.js', '*.ts'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
);
