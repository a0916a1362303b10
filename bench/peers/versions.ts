/** Every peer that is installed for the bench, pinned; into `.cache/bench-peers`, when a section first needs it. */
export const PEER_VERSIONS = {
  osls: '4.3.1',
  'serverless-offline': '14.8.2',
  s3rver: '3.7.1',
  ministack: '1.5.33',
} as const;
