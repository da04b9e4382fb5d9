// docker-modem loads TLS at once; most engines are reached without it.
exports.request = (...args) => require("node:https").request(...args);
