/* A team of threads in one process, which share the pieces of a job.
 *
 * One thread works on a piece from beginning to end, and no piece needs another. So the results are
 * the same for any number of threads.
 */
#ifndef ARITHMETIC_TEAM_H
#define ARITHMETIC_TEAM_H

struct team;

/* The number of threads in the environment variable THREADS, or 1 if it is not set. Fails if it is
 * no whole number from 1 to 1024. */
int threads_wanted(void);

/* A team of the caller's own thread and threads - 1 more, which wait for work. The caller ends them
 * with team_free. */
struct team *team(int threads);
void team_free(struct team *team);
int team_size(const struct team *team);

/* Call work(context, piece, thread) once for each piece from 0 to pieces - 1, in any order, on all
 * threads of the team. `thread` is 0 .. team_size - 1; 0 is the caller's thread. Returns when all
 * pieces are done. */
void team_share(struct team *team, int pieces, void (*work)(void *context, int piece, int thread),
                void *context);

#endif
