/** Nouns that the plural rules of `lemmaForm` would get wrong; written by hand for this product. */

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u).filter((word) => word !== ''));

/** Words that end in s and are no plurals, or whose plural is the name people use. */
export const wordsThatKeepTheirEnding: ReadonlySet<string> = wordSet(`
  afterwards alas alias always apropos arrears asbestos athens atlas barracks besides bias binoculars canvas chaos charles
  chassis chopsticks christmas chromeos clothes codeforces compass  cors corps cosmos crossroads customs dallas
  debias devops devsecops diabetes earnings ethos eyeglasses finops firearms fireworks gallows gitops glasses
  goggles goods groceries hades headquarters hercules hermes hertz https iaas isosceles itunes james jeans jenkins kansas
  keras kubernetes kudos lens logos macos mars means measles mercedes mlops molasses mumps naples netherlands news
  odds olympus others overseas paas pajamas pandas pants pathos perhaps philippines pilates pliers pms postgres premises
  proceedings pros pyjamas rabies rails rds remains rhinoceros riches saas sas savings scissors series shorts species spss stairs
  stokes summons sunglasses surroundings tapas texas thanks theirs thermos tos towards trousers tvos
  upstairs downstairs vegas versus vs wales watchos whereas whereabouts windows yes
`);

/** Nouns in -ic whose plural loses its s; all other words in -ics are sciences and keep it. */
export const singularsInIc: ReadonlySet<string> = wordSet(`
  academic antibiotic basilic bionic catholic characteristic clinic comic critic cynic diagnostic epic fabric graphic
  heretic heuristic hispanic intrinsic italic logic lyric magic medic metric mosaic music mystic narcotic pandemic epidemic panic picnic plastic
  prosthetic relic republic romantic rubric sceptic skeptic static synthetic tactic tic topic toxic traffic tropic tunic
`);

/** Plural forms that follow no rule. */
export const irregularSingulars: ReadonlyMap<string, string> = new Map(
  `
  ads:ad airmen:airman analyses:analysis appendices:appendix apices:apex apps:app
  automata:automaton avalanches:avalanche axes:axis biases:bias bonuses:bonus bookshelves:bookshelf brownies:brownie
  buses:bus cacti:cactus caches:cache calories:calorie calves:calf campuses:campus canoes:canoe catalyses:catalysis
  censuses:census children:child choruses:chorus circuses:circus cliches:cliche codices:codex consensuses:consensus
  cookies:cookie corpora:corpus corpuses:corpus creches:creche criteria:criterion crises:crisis curricula:curriculum
  dialyses:dialysis diagnoses:diagnosis dwarves:dwarf electrolyses:electrolysis ellipses:ellipse elves:elf
  emphases:emphasis faqs:faq feet:foot firemen:fireman focuses:focus foci:focus
  formulae:formula freshmen:freshman fungi:fungus funguses:fungus gases:gas geese:goose genera:genus genies:genie
  geniuses:genius grandchildren:grandchild gurus:guru haikus:haiku halves:half headaches:headache hippopotamuses:hippopotamus
  hooves:hoof hypotheses:hypothesis indices:index indies:indie irises:iris knives:knife
  larvae:larva leaves:leaf lenses:lens lies:lie lives:life loaves:loaf loci:locus matrices:matrix menus:menu metropolises:metropolis
  mice:mouse minibuses:minibus minuses:minus moustaches:moustache movies:movie mustaches:mustache
  neuroses:neurosis niches:niche nuclei:nucleus oases:oasis oboes:oboe parentheses:parenthesis pixies:pixie antitheses:antithesis octopuses:octopus oxen:ox paralyses:paralysis
  pastiches:pastiche pcs:pc phenomena:phenomenon pies:pie pluses:plus polyhedra:polyhedron
  prefixes:prefix prognoses:prognosis prospectuses:prospectus prostheses:prosthesis psyches:psyche
  quanta:quantum quiches:quiche quizzes:quiz radii:radius rookies:rookie safaris:safari scarves:scarf schemata:schema
  selfies:selfie selves:self shelves:shelf shoes:shoe skis:ski smoothies:smoothie spectra:spectrum statuses:status stimuli:stimulus
  strata:stratum surpluses:surplus syllabi:syllabus syllabuses:syllabus symposia:symposium synopses:synopsis syntheses:synthesis
  taxis:taxi teeth:tooth terminuses:terminus theses:thesis thieves:thief ties:tie toes:toe tofus:tofu toothaches:toothache
  tsunamis:tsunami urls:url vertices:vertex viruses:virus wives:wife wolves:wolf women:woman yourselves:yourself zombies:zombie
  apis:api emojis:emoji kanjis:kanji bikinis:bikini spaghettis:spaghetti uis:ui clis:cli guis:gui pis:pi ais:ai alibis:alibi
  heroes:hero potatoes:potato tomatoes:tomato echoes:echo volcanoes:volcano mosquitoes:mosquito torpedoes:torpedo
  cargoes:cargo mangoes:mango buffaloes:buffalo dominoes:domino tornadoes:tornado vetoes:veto embargoes:embargo
  
  `
    .split(/\s+/u)
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Words in -men that are no plurals of -man. */
export const singularsInMen: ReadonlySet<string> = wordSet(`
  abdomen acumen amen bitumen cyclamen dolmen foramen hymen lumen omen ramen regimen semen specimen stamen turkmen women yemen
`);
