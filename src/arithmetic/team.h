/* Threads that share out the pieces of a job inside one process.
 *
 * A piece is worked on by one thread from beginning to end, and no piece needs another: what is
 * computed is the same for any number of threads.
 */
#ifndef TEAM_H
#define TEAM_H

struct team;

/* How many threads the environment variable THREADS asks for; 1 where it is not set. Fails if it
 * is no count from 1 to 1024. */
int threads_wanted(void);

/* The caller's own thread and threads - 1 more, which wait; the caller ends them with team_free. */
struct team *team(int threads);
void team_free(struct team *team);
int team_size(const struct team *team);

/* Call work(context, piece, thread) for piece = 0 .. pieces - 1, each once, in any order, on all
 * threads; `thread` is 0 .. team_size - 1, and 0 is the caller's. Returns when all are done. */
void team_share(struct team *team, int pieces, void (*work)(void *context, int piece, int thread),
                void *context);

#endif
