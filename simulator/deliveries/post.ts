import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

/** Reused in a burst; soon gone after it, so that none is used whose endpoint restarted in between. */
const connections = { keepAlive: true, timeout: 100 };

/** Sends by POST over connections of its own. Follows no redirect. */
export class Poster {
  readonly #http = new HttpAgent(connections);
  readonly #https = new HttpsAgent(connections);

  /** The status of the answer, whose body nobody reads. @throws Error where none came in time */
  post({ url, headers, body, timeoutMs }: Post): Promise<number> {
    const isSecure = url.startsWith("https:");
    const options = {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      agent: isSecure ? this.#https : this.#http,
    };
    return new Promise((resolve, reject) => {
      const request = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
        clearTimeout(timer);
        // The status decides; an answer that breaks off afterwards must not end the process.
        response.on("error", () => undefined).resume();
        resolve(response.statusCode ?? 0);
      });
      const timer = setTimeout(
        () => request.destroy(new Error(`No answer within ${timeoutMs / 1000} seconds.`)),
        timeoutMs,
      );
      request.on("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      request.end(body);
    });
  }

  /** Ends every connection, in use or not. */
  hangUp(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
