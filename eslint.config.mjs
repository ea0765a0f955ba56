import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = ['requests', 'products', 'images', 'webhooks', 'csv', 'storage', 'embedded', 'cli'];

/** Another feature is reached through its index only; the app reaches its doors to the outside as well. */
const otherFeaturesThroughTheirIndex = features.map(feature => ({
  target: [
    './src/*.ts',
    './src/openapi',
    ...features.filter(other => other !== feature).map(other => `./src/${other}`),
  ],
  from: `./src/${feature}`,
  except: ['./index.ts', './http/index.ts', './import/index.ts', './deletion/index.ts'],
  message: 'Import from the feature folder: what its index hands out.',
}));

/** Features know what they have in common; that knows none of them. */
const commonWithoutFeatures = {
  target: './src/common',
  from: features.map(feature => `./src/${feature}`),
  message: 'src/common knows no feature: turn the dependency round.',
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', 'web/dist/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/**/*.spec.ts'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { zones: [...otherFeaturesThroughTheirIndex, commonWithoutFeatures] },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in a settings file.' },
        {
          object: 'URL',
          property: 'canParse',
          message: 'It errs in Node 20: take parseUrl (src/common/parse-url).',
        },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { ...jsxA11y.flatConfigs.strict.plugins, 'react-hooks': reactHooks },
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      // What scrolls by itself has to be reached by keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: ['main'], roles: ['tabpanel', 'region'] }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  { files: ['src/**/*settings.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['*.{js,mjs,ts}', '**/*.config.mts'], rules: { 'import-x/no-default-export': 'off' } },
);
