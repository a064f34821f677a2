// Loaded before a program that must get by without a network: whom it calls that is not this machine refuses.
import { Socket } from "node:net";

const connect = Socket.prototype.connect;
const isHere = (host) =>
  host === undefined || host === "localhost" || host === "::1" || host.startsWith("127.");

Socket.prototype.connect = function connectHere(...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options === "object" && options.path == null && !isHere(options.host)) {
    Object.assign(options, { host: "127.0.0.1", port: 1 });
  }
  return connect.apply(this, args);
};
