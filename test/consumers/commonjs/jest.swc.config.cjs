const jsc = { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } }

module.exports = { ...require('./jest.config.cjs'), transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc }] } }
