import { IsUrl } from 'class-validator';

/** The variable is an http(s) URL; its host may be a bare name such as `minio`. A login in it is refused by default. */
export const HttpUrl = (message: string, { mayHaveLogin = false, mayHaveQuery = true } = {}) =>
  IsUrl(
    {
      protocols: ['http', 'https'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: !mayHaveLogin,
      allow_query_components: mayHaveQuery,
      allow_fragments: mayHaveQuery,
    },
    { message },
  );
