// A rule for the linter (rule B1): outside of the platform nobody asks the machine for the time.
export default {
  meta: { name: 'time' },
  rules: {
    'no-new-date': {
      create: (context) => ({
        NewExpression(node) {
          if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || node.arguments.length > 0) return;
          context.report({ node, message: 'Take the clock from the context: tests run on a virtual one.' });
        },
      }),
    },
  },
};
