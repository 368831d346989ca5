// Which folder may import which. ARCHITECTURE.md says the same in words; scripts/check.mjs proves that modules were really seen.
const inside = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const only = (name, comment, from, may) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(src|sandbox|web|test)/', pathNot: may },
});

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', comment: 'Two files that need each other are one file, or lack a third.', from: {}, to: { circular: true } },
    { name: 'no-orphan', severity: 'error', comment: 'Nothing uses this file.', from: { orphan: true, path: '^(src|sandbox)/', pathNot: '(\\.test\\.ts|main\\.ts)$' }, to: {} },
    { name: 'tests-are-leaves', severity: 'error', comment: 'Nobody imports a test.', from: { pathNot: '(\\.test\\.tsx?$|^(test|bench)/)' }, to: { path: '(\\.test\\.tsx?$|^test/)' } },
    { name: 'bench-on-support', severity: 'error', comment: 'Benchmarks measure in the worlds that tests use; they import no test.', from: { path: '^bench/', pathNot: '\\.test\\.ts$' }, to: { path: '(\\.test\\.tsx?$|^test/(?!support/))' } },
    { name: 'pure', severity: 'error', comment: 'lib, model and contract also run in the browser.', from: { path: inside('lib', 'model', 'contract'), pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
    only('lib', 'lib stands alone.', inside('lib'), [inside('lib')]),
    only('model', 'model builds on lib.', inside('model'), [inside('model', 'lib')]),
    only('contract', 'contract builds on model.', inside('contract'), [inside('contract', 'model', 'lib')]),
    only('platform', 'platform knows no business.', inside('platform'), [inside('platform', 'lib')]),
    only('connectors', 'A connector turns a remote into the model, no more.', inside('connectors'), [inside('connectors', 'model', 'lib'), '^src/platform/(http|log)']),
    only('features', 'Features reach remotes through the ports.', inside('features'), [inside('features', 'model', 'lib', 'platform'), '^src/connectors/ports\\.ts$']),
    only('entrances', 'Entrances call features.', inside('api', 'worker', 'cli'), [inside('api', 'worker', 'cli', 'features', 'contract', 'model', 'lib', 'platform'), '^src/config\\.ts$', '^sandbox/']),
    only('sandbox', 'The sandbox is written from the public facts.', '^sandbox/', ['^sandbox/', inside('lib')]),
    only('web', 'The browser sees contract and model.', '^web/', ['^web/', inside('contract', 'model', 'lib')]),
    { name: 'front-door', severity: 'error', comment: 'Use another feature through its index.ts.', from: { path: '^src/features/([^/]+)/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/features/([^/]+)/', pathNot: ['^src/features/$1/', '/index\\.ts$'] } },
    { name: 'entrance-front-door', severity: 'error', comment: 'Entrances use a feature through its index.ts.', from: { path: inside('api', 'worker', 'cli'), pathNot: '\\.test\\.ts$' }, to: { path: '^src/features/([^/]+)/', pathNot: ['/index\\.ts$', '/jobs\\.ts$'] } },
    { name: 'connectors-apart', severity: 'error', comment: 'Connectors do not know each other.', from: { path: '^src/connectors/([^/]+)/' }, to: { path: '^src/connectors/([^/]+)/', pathNot: '^src/connectors/$1/' } },
    { name: 'sandbox-unused', severity: 'error', comment: 'Only the command line and tests start the sandbox.', from: { path: '^src/', pathNot: ['^src/cli/sandbox\\.ts$', '\\.test\\.ts$'] }, to: { path: '^sandbox/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^web/dist|fixtures/)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
