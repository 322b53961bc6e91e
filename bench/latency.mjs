// A network between a client and the server: node latency.mjs SOCKET MILLISECONDS prints the port at which it listens on
// 127.0.0.1. What comes is handed on in its order, half of the milliseconds later in each direction.
import net from "node:net";

const [socket, ms] = [process.argv[2], Number(process.argv[3])];

function later(from, to) {
    from.on("data", (bytes) => (ms ? setTimeout(() => to.write(bytes), ms / 2) : to.write(bytes)));
    from.on("end", () => setTimeout(() => to.end(), ms / 2));
    from.on("error", () => to.destroy());
}

const server = net.createServer({ noDelay: true }, (client) => {
    const database = net.connect(socket);
    later(client, database);
    later(database, client);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
