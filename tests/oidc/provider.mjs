// A real OpenID provider for the browser tests. Whoever is named in the accounts signs in by name alone.
// Usage: node provider.mjs '{"port": 1, "client": {...}, "accounts": {"wang": {...claims}}}'
// PUT /control {"forge": "key" | "claims" | null, "lifetime": seconds} changes what it hands out from then on.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { SignJWT, decodeJwt, decodeProtectedHeader } from "jose";
import { Provider } from "oidc-provider";

const { port, client, accounts } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const control = { forge: null, lifetime: 3600 };
const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const own = { ...key().export({ format: "jwk" }), kid: "own", alg: "RS256", use: "sig" };
const stranger = key();

const page = (body) => `<!DOCTYPE html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">${body}</html>`;

const provider = new Provider(issuer, {
  clients: [{ ...client, post_logout_redirect_uris: client.redirect_uris }],
  jwks: { keys: [own] },
  cookies: { keys: ["the cookies of the tests' provider"] },
  scopes: ["openid", "email", "profile", "groups"],
  claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups", "roles"] },
  conformIdTokenClaims: false, // Streamlit reads the identity token only
  ttl: { IdToken: () => control.lifetime, AccessToken: 3600, Grant: 3600, Interaction: 3600, Session: 3600 },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource(ctx, form) {
        ctx.body = page(`${form}<button autofocus form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = page("Signed out");
      },
    },
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email profile groups");
    await grant.save();
    return grant;
  },
  renderError(ctx, out) {
    ctx.body = page(`<pre>${out.error}</pre>`);
  },
});

async function forged(token) {
  const claims = decodeJwt(token);
  if (control.forge === "key") {
    return new SignJWT(claims).setProtectedHeader(decodeProtectedHeader(token)).sign(stranger);
  }
  const [header, , signature] = token.split(".");
  const changed = Buffer.from(JSON.stringify({ ...claims, email: "wang@example.gov.cn", groups: ["statistics"] }));
  return [header, changed.toString("base64url"), signature].join(".");
}

provider.use(async (ctx, next) => {
  await next();
  if (control.forge && ctx.path === "/token" && ctx.body?.id_token) {
    ctx.body = { ...ctx.body, id_token: await forged(ctx.body.id_token) };
  }
});

const text = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

async function interaction(request, response) {
  if (request.method === "POST") {
    const accountId = new URLSearchParams(await text(request)).get("name");
    await provider.interactionFinished(request, response, { login: { accountId } });
    return;
  }
  await provider.interactionDetails(request, response);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(page('<form method="post"><input name="name" aria-label="Name" autofocus><button>Sign in</button></form>'));
}

const serve = provider.callback();
createServer(async (request, response) => {
  try {
    if (request.url.startsWith("/interaction/")) await interaction(request, response);
    else if (request.url === "/control") {
      Object.assign(control, JSON.parse(await text(request)));
      response.end();
    } else serve(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
}).listen(port, "127.0.0.1", () => console.log(`listening on ${issuer}`));
