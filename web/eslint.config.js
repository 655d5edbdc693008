import js from '@eslint/js'
import importX, { createNodeResolver } from 'eslint-plugin-import-x'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import ts from 'typescript-eslint'

const features = ['account', 'alerts', 'audit', 'canvas', 'changes', 'deployments', 'list', 'logs', 'metrics', 'operations', 'palette', 'projects', 'services', 'variables']

// From the bottom up; nothing imports from above itself.
const layers = ['lib', 'api', 'status', 'ui', 'features', 'app']

const zones = [
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'Features do not import each other; app puts them together.',
  })),
  ...layers
    .map((layer, index) => ({
      target: `./src/${layer}`,
      from: layers.slice(index + 1).map((above) => `./src/${above}`),
      message: `Layers go ${layers.join(', ')}: ${layer} cannot import from above.`,
    }))
    .filter(({ from }) => from.length > 0),
]

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...ts.configs.strict,
  importX.flatConfigs.recommended,
  importX.flatConfigs.typescript,
  a11y.flatConfigs.recommended,
  hooks.configs.flat.recommended,
  {
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver(), createNodeResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-default-export': 'error',
      'import-x/no-named-as-default': 'off',
      'import-x/no-named-as-default-member': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      // A dialog puts the cursor into its first field: the reader has just asked for it.
      'jsx-a11y/no-autofocus': 'off',
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['*.config.*'], rules: { 'import-x/no-default-export': 'off' } },
)
