import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ten holding registers twenty times a second. garbage: 20 kB an answer are dropped; list: 20 kB an answer are kept;
 * pool: a pool of threads for each connection; pool-shut: shut down at its end.
 */
public class Poller {
    private static final List<long[]> kept = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        String mode = arguments[0];
        byte[] request = {0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10};
        while (true) {
            ScheduledExecutorService pool = null;
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(System.getenv("MODBUS_HOST"),
                        Integer.parseInt(System.getenv("MODBUS_PORT"))), 2000);
                socket.setSoTimeout(2000);
                DataInputStream input = new DataInputStream(socket.getInputStream());
                if (mode.startsWith("pool")) {
                    pool = Executors.newScheduledThreadPool(2);
                    pool.scheduleAtFixedRate(() -> { }, 0, 10, TimeUnit.SECONDS);
                }
                byte[] reply = new byte[29];
                while (true) {
                    socket.getOutputStream().write(request);
                    input.readFully(reply);
                    long[] history = new long[2500];
                    history[0] = reply[10];
                    if (mode.equals("list")) kept.add(history);
                    Thread.sleep(50);
                }
            } catch (IOException lost) {
                Thread.sleep(100);
            }
            if (pool != null && mode.equals("pool-shut")) pool.shutdownNow();
        }
    }
}
