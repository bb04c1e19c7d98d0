package io.factorscope.app.cli;

import okhttp3.OkHttpClient;
import okhttp3.Request;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImplFactory;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A process of its own in which every way to open a socket is watched and refused: runs commands,
/// then tries the ways itself. It is started with `-Djava.nio.channels.spi.SelectorProvider` naming
/// [Channels]; each line of its arguments file is one command.
public final class WatchedCommands {
    private static final Set<String> OPENED = ConcurrentHashMap.newKeySet();

    private WatchedCommands() {}

    private static IOException refuse(String what) {
        if (OPENED.add(what)) {
            new Throwable(what).printStackTrace(System.out); // who did it
        }
        return new IOException("the network is forbidden here: " + what);
    }

    /// Opens no channel.
    public static final class Channels extends SelectorProvider {
        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            throw refuse("datagram channel");
        }

        @Override
        public DatagramChannel openDatagramChannel(java.net.ProtocolFamily family)
                throws IOException {
            throw refuse("datagram channel");
        }

        @Override
        public Pipe openPipe() throws IOException {
            throw refuse("pipe");
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            throw refuse("selector");
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            throw refuse("server channel");
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            throw refuse("socket channel");
        }
    }

    @SuppressWarnings("deprecation") // the one way to watch plain sockets
    private static void watch() throws IOException {
        SocketImplFactory none =
                () -> {
                    throw new IllegalStateException(refuse("socket"));
                };
        Socket.setSocketImplFactory(none);
        ProxySelector.setDefault(
                new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        OPENED.add("address " + uri.getHost());
                        return List.of(Proxy.NO_PROXY);
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress to, IOException why) {
                        OPENED.add("connection " + to);
                    }
                });
        Thread looking = new Thread(WatchedCommands::lookAtDescriptors, "sockets");
        looking.setDaemon(true);
        looking.start();
    }

    /// What native code holds open, where the system tells.
    private static void lookAtDescriptors() {
        Path own = Path.of("/proc/self/fd");
        while (Files.isDirectory(own)) {
            try (Stream<Path> all = Files.list(own)) {
                for (Path each : all.toList()) {
                    if (Files.isSymbolicLink(each)
                            && Files.readSymbolicLink(each).toString().startsWith("socket:")) {
                        OPENED.add("native socket");
                    }
                }
                Thread.sleep(20);
            } catch (IOException e) {
                Thread.onSpinWait(); // a descriptor that has gone meanwhile
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Runs the commands of a file, one a line with `|` between words; prints what was opened.
    public static void main(String[] arguments) throws Exception {
        watch();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            int code =
                    Main.commandLine()
                            .setErr(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                            .execute(line.split("\\|"));
            System.out.println("code " + code + " of " + line);
        }
        System.out.println("opened " + OPENED);
        OPENED.clear();
        tryAllWays();
        System.out.println("caught " + OPENED.containsAll(Set.of("socket", "socket channel")));
        System.exit(0);
    }

    /// The watch itself is tried: each way must be seen.
    private static void tryAllWays() {
        try {
            new OkHttpClient()
                    .newCall(new Request.Builder().url("http://127.0.0.1:9").build())
                    .execute()
                    .close();
        } catch (IOException | IllegalStateException e) {
            OPENED.add("refused " + e.getMessage());
        }
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        } catch (IOException e) {
            OPENED.add("refused " + e.getMessage());
        }
    }
}
