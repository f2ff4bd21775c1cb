# SPDX-License-Identifier: GPL-2.0-or-later
#
# gnuplot tests/bench/growth.gnuplot: draws growth.svg from growth.tsv, which growth.py
# writes. Both are beside this file.
folder = system("dirname -- '" . ARG0 . "'")
data = folder . "/growth.tsv"
set output folder . "/growth.svg"
set terminal svg size 900,420 font "sans-serif,13" background "white"
set datafile separator tab
set logscale xy
set format xy "10^{%L}"
set grid
set key top left reverse Left
set xrange [5e3:2e7]
set xlabel "frames"

# Columns of frames, and of SMB1 Audit's seconds and MiB; tshark's own are two further.
FRAMES = 2; SECONDS = 3; SIZE = 4
ours = "linespoints linecolor '#0072b2' pointtype 7 title 'SMB1 Audit, all statistics'"
idle = "linespoints linecolor '#e69f00' pointtype 5 title 'a post-dissector that does nothing'"
straight = "dashtype 2 linewidth 2 linecolor 'gray50'"

set multiplot layout 1,2
stats data using FRAMES every ::1 nooutput
frames = STATS_max

set ylabel "seconds of processor time"
set yrange [0.1:1000]
stats data using SECONDS every ::1 nooutput
seconds = STATS_max
plot x * seconds / frames @straight title "in proportion", \
     data using FRAMES:SECONDS every ::1 with @ours, \
     data using FRAMES:(column(SECONDS + 2)) every ::1 with @idle

set ylabel "MiB"
set yrange [100:100000]
stats data using SIZE every ::1 nooutput
start = STATS_min
plot x * (STATS_max - start) / frames + start @straight title "in proportion, after a start", \
     data using FRAMES:SIZE every ::1 with @ours, \
     data using FRAMES:(column(SIZE + 2)) every ::1 with @idle
unset multiplot
