import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = ['overview', 'customers', 'sops', 'rehearsals', 'deliveries', 'session'];

export default tseslint.config(
  { ignores: ['dist', 'src/lib/api.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  hooks.configs.flat.recommended,
  // A feature may use components/ and lib/, never another feature: what two of them need belongs to neither.
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: features.filter((other) => other !== feature).map((other) => `**/features/${other}/**`).concat(
          features.filter((other) => other !== feature).map((other) => `../${other}/*`), '**/app/**') },
      ],
    },
  })),
);
