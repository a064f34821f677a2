import { createServer } from "node:http";
import { insertBenchRow, storedText } from "./bench-rows";

/** A floor of `npm run bench`, a process of its own: Node's HTTP server, one INSERT, and nothing else. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    insertBenchRow(Buffer.concat(chunks)).then(
      () => response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(storedText),
      (error: unknown) => {
        console.error(error);
        response.writeHead(503).end();
      },
    );
  });
});

server.listen(Number(process.env.PORT), "127.0.0.1");
